import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Takes whatever is exported, OTLP or Datadog's own, and counts its bytes. */
export interface ByteReceiver {
  readonly endpoint: string;
  readonly bytes: number;
  close(): void;
}

export async function startByteReceiver(): Promise<ByteReceiver> {
  let bytes = 0;
  const server = createServer((incoming, response) => {
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    // Datadog's agent answers JSON, and an empty object is a fair answer in OTLP too.
    const type = incoming.headers['content-type'] ?? 'application/json';
    incoming.on('end', () => {
      response.writeHead(200, { 'content-type': type }).end(type.includes('protobuf') ? '' : '{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get bytes() {
      return bytes;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
