import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import express, { Router } from 'express';
import { createApp } from '../service/create-app.ts';
import type { Ground, Service } from '../service/ground.ts';
import { Problem } from '../web/problem.ts';

/** What a key may be: nothing that could lead out of the folder. */
const KEY = /^[a-z0-9][a-z0-9-]{0,80}\.obj$/;
const MAX_SIZE = '1mb';

/** A folder behind HTTP, as an object storage is to those who use it. */
export async function buildObjectStorage(ground: Ground): Promise<Service> {
  const folder = ground.settings.storageFolder;
  await mkdir(folder, { recursive: true });
  const routes = Router();
  let writes = 0;

  routes.put('/files/:key', express.raw({ type: () => true, limit: MAX_SIZE }), async (request, response) => {
    const path = pathOf(folder, request.params.key);
    const content: unknown = request.body;
    if (!Buffer.isBuffer(content)) throw new Problem(400, 'body-invalid', 'the file is empty');
    // Whoever reads sees all of a file or nothing of it.
    const unfinished = `${path}.${++writes}.part`;
    await writeFile(unfinished, content);
    await rename(unfinished, path);
    response.status(204).end();
  });

  routes.get('/files/:key', async (request, response) => {
    const content = await readFile(pathOf(folder, request.params.key)).catch((cause) => {
      throw new Problem(404, 'no-such-file', 'there is no such file', { cause });
    });
    response.type('application/octet-stream').send(content);
  });

  routes.delete('/files/:key', async (request, response) => {
    await rm(pathOf(folder, request.params.key), { force: true });
    response.status(204).end();
  });

  return { app: createApp(ground, routes, () => undefined), stop: async () => {} };
}

function pathOf(folder: string, key: string): string {
  if (!KEY.test(key)) throw new Problem(400, 'key-invalid', 'a key is a-z, 0-9 and -, and ends in .obj');
  return join(folder, key);
}
