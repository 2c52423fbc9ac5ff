import { ask, mustSucceed } from '../web/ask.ts';

export interface StorageClient {
  put(key: string, content: Buffer): Promise<void>;
  get(key: string): Promise<Buffer>;
}

const TIMEOUT_MS = 10_000;

export function createStorageClient(url: string): StorageClient {
  return {
    async put(key, content) {
      const contentType = 'application/octet-stream';
      mustSucceed(
        await ask({
          method: 'PUT',
          url: `${url}/files/${key}`,
          body: content,
          contentType,
          timeoutMs: TIMEOUT_MS,
        }),
      );
    },
    async get(key) {
      const answer = await ask({ method: 'GET', url: `${url}/files/${key}`, timeoutMs: TIMEOUT_MS });
      return mustSucceed(answer).body;
    },
  };
}
