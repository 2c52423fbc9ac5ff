import { once } from 'node:events';
import { providePostgres } from './postgres.ts';
import { ServiceUnavailableError } from './ways.ts';

const USAGE = 'usage: npm run services:postgres';

/** Keeps a PostgreSQL running until Ctrl-C, for whoever develops against it. */
async function servePostgres(): Promise<void> {
  const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const service = await providePostgres();
  console.log(`${service.url}\nCtrl-C stops it.`);
  // Waiting for a signal alone does not keep a process alive.
  const alive = setInterval(() => {}, 60_000);
  await stopped;
  clearInterval(alive);
  await service.stop();
}

if (process.argv[2] === 'postgres') {
  await servePostgres().catch((error) => {
    if (!(error instanceof ServiceUnavailableError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  });
} else {
  console.error(USAGE);
  process.exitCode = 2;
}
