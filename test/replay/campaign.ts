/**
 * npm run campaign:replay -- [--file orders.csv | --orders 5000] [--seconds 300] [--kills 24] [--seed 1]
 *
 * Replays orders into a real table at speed while two replicas watch it and are killed at random, and
 * prints what was told beside what the same orders deserve. The file is a wide table with the columns of
 * docs/examples/marketplace.yaml; without one, orders are made up. Exits with 1 if any alarm was lost or
 * invented.
 */
import { parseArgs } from 'node:util';
import { providePostgres } from '../../scripts/services/postgres.ts';
import { marketplace } from './changes.ts';
import { replay } from './replay.ts';
import { seeded } from './seeded.ts';

const { values } = parseArgs({
  options: {
    file: { type: 'string' },
    orders: { type: 'string', default: '5000' },
    seconds: { type: 'string', default: '300' },
    kills: { type: 'string', default: '24' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) {
  console.log(
    'npm run campaign:replay -- [--file orders.csv | --orders 5000] [--seconds 300] [--kills 24] [--seed 1]',
  );
  process.exit(0);
}
const say = (line: string) => console.error(line);
const postgres = await providePostgres(say);
try {
  const lines = await marketplace(values.file ?? null, Number(values.seed), Number(values.orders));
  const result = await replay({
    postgresUrl: postgres.url,
    lines,
    durationMs: Number(values.seconds) * 1_000,
    kills: Number(values.kills),
    random: seeded(Number(values.seed)),
    say,
  });
  const { expected, told, ...figures } = result;
  const lost = [...expected].filter((alarm) => !told.has(alarm));
  const invented = [...told].filter((alarm) => !expected.has(alarm));
  console.log(
    JSON.stringify(
      { expected: expected.size, told: told.size, lost: lost.length, invented: invented.length, ...figures },
      null,
      2,
    ),
  );
  if (lost.length > 0) console.log('lost:', lost.slice(0, 20));
  if (invented.length > 0) console.log('invented:', invented.slice(0, 20));
  process.exitCode = lost.length + invented.length > 0 ? 1 : 0;
} finally {
  await postgres.stop();
}
