import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settingsFrom } from '../config/settings.ts';
import { startHost } from '../testing/host.ts';
import { makeCertificate } from '../testing/certificate.ts';
import { createOtlpSender } from './otlp-sender.ts';

let folder: string;
let server: Server;
let endpoint: string;
let certificate: string;
let bodies: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'orderwatch-tls-'));
  const made = makeCertificate(folder);
  certificate = made.file;
  bodies = [];
  server = createServer({ cert: made.cert, key: made.key }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks).toString());
      response.end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  endpoint = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  rmSync(folder, { recursive: true });
});

describe('export over https', () => {
  it('trusts the authority of OTEL_EXPORTER_OTLP_CERTIFICATE', async () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_CERTIFICATE: certificate };
    await expect(startHost('script.mjs', { env }).ended).resolves.toBe(0);
    expect(bodies.join()).toContain('orderwatch.heartbeat');
  });

  it('sends nothing to who is not trusted, and will try again', async () => {
    const { traces } = settingsFrom({}, { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
    await expect(createOtlpSender(traces.target)(Buffer.from('spans'))).resolves.toMatchObject({
      kind: 'retry',
      reason: expect.stringContaining('self-signed'),
    });
    expect(bodies).toEqual([]);
  });

  it('is told where the file of the authority is not there, and leaves the host alone', async () => {
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      OTEL_EXPORTER_OTLP_CERTIFICATE: join(folder, 'none'),
    };
    const host = startHost('script.mjs', { env });
    await expect(host.ended).resolves.toBe(0);
    expect(host.output()).toContain('work done');
    expect(host.errors()).toContain('ENOENT');
  });
});
