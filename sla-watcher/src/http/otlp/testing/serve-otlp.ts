import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { decodeLogs, decodeTraces } from '../../../observe/otlp/decode.ts';
import type { DecodedLogs, DecodedTraces } from '../../../observe/otlp/telemetry.ts';
import { createWanted } from '../../../observe/otlp/wanted.ts';
import { answerErrors } from '../../errors.ts';
import { Problem } from '../../problem.ts';
import type { OtlpOutcome } from '../answers.ts';
import { type OtlpLimits, otlpRoutes } from '../routes.ts';

const wanted = createWanted(['order.id', 'order.status'], ['order.id']);

export interface OtlpServer {
  readonly url: string;
  /** What reached `ingest`, which by default takes it. */
  readonly ingested: (DecodedTraces | DecodedLogs)[];
  post(
    path: string,
    body: NonNullable<RequestInit['body']>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
  close(): Promise<void>;
}

export interface OtlpServerOptions {
  readonly ingest?: (decoded: DecodedTraces | DecodedLogs) => Promise<OtlpOutcome>;
  readonly limits?: OtlpLimits;
}

/** The OTLP routes with the real decoders, and errors answered as the watcher's server answers them. */
export async function serveOtlp({ ingest, limits }: OtlpServerOptions = {}): Promise<OtlpServer> {
  const ingested: (DecodedTraces | DecodedLogs)[] = [];
  const take = async (decoded: DecodedTraces | DecodedLogs): Promise<OtlpOutcome> => {
    ingested.push(decoded);
    return ingest === undefined ? { accepted: 1, rejected: 0, message: '' } : ingest(decoded);
  };
  const app = express();
  const routes = otlpRoutes({
    traces: { decode: (body, form) => decodeTraces(body, form, wanted), ingest: take },
    logs: { decode: (body, form) => decodeLogs(body, form, wanted), ingest: take },
    ...(limits === undefined ? {} : { limits }),
  });
  for (const { path, handle } of routes) {
    app.post(path, handle);
    app.all(path, () => {
      throw new Problem('method-not-allowed', 'This path takes POST.');
    });
  }
  const silent = { warn() {}, error: (fields: object) => console.error(fields) };
  app.use(answerErrors(silent, () => {}));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    ingested,
    post: (path, body, headers = { 'content-type': 'application/x-protobuf' }) =>
      fetch(url + path, { method: 'POST', body, headers, duplex: 'half' } as RequestInit),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
