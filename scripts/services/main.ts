import { once } from 'node:events';
import { providePostgres } from './postgres.ts';
import { provideRabbitmq } from './rabbitmq.ts';
import { ServiceUnavailableError } from './ways.ts';

const PROVIDERS = { postgres: providePostgres, rabbitmq: provideRabbitmq };
const USAGE = `usage: npm run services:{${Object.keys(PROVIDERS).join(',')}}`;

/** Keeps a server running until Ctrl-C, for whoever develops against it. */
async function serve(provide: (typeof PROVIDERS)[keyof typeof PROVIDERS]): Promise<void> {
  const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const service = await provide();
  console.log(`${service.url}\nCtrl-C stops it.`);
  // Waiting for a signal alone does not keep a process alive.
  const alive = setInterval(() => {}, 60_000);
  await stopped;
  clearInterval(alive);
  await service.stop();
}

const [, , name = ''] = process.argv;
if (name === 'postgres' || name === 'rabbitmq') {
  await serve(PROVIDERS[name]).catch((error) => {
    if (!(error instanceof ServiceUnavailableError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  });
} else {
  console.error(USAGE);
  process.exitCode = 2;
}
