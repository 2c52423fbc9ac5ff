/** How often the watcher is right about what happened to an order, and how often it says that it cannot know. */
import { readFlags } from '../flags.ts';
import { CONDITIONS } from './conditions/all.ts';
import type { Condition } from './conditions/condition.ts';
import { runCondition } from './conditions/run-condition.ts';
import { renderOutcome } from './score/report.ts';
import { provideServers } from './trial/servers.ts';

const { sizes, only, texts, json } = readFlags(
  'The demo platform over real PostgreSQL and RabbitMQ, its faults, and what the watcher says of them.',
  {
    rounds: { meaning: 'of every fault, in each condition', default: 1 },
    seed: { meaning: 'of all that is left to chance', default: 1 },
    healthy: { meaning: 'healthy orders for every ten that are struck', default: 5 },
  },
  { faults: 'only faults whose name begins with one of these, A,B' },
);

const say = (line: string) => console.error(line);
const isTerminal = process.stderr.isTTY === true;
const progress = (name: string) => (what: string) => {
  if (isTerminal) process.stderr.write(`\r\u001b[K${name}: ${what}`);
};

const servers = await provideServers();
say(servers.how);
const told: unknown[] = [];
try {
  for (const condition of CONDITIONS) {
    if (only.length > 0 && !only.some((part) => condition.name.includes(part))) continue;
    await play(condition).catch((error: Error) => {
      // The others are worth having all the same.
      say(`${condition.name} failed: ${error.stack ?? error.message}`);
      process.exitCode = 1;
    });
  }
} finally {
  await servers.stop();
}
if (json) console.log(JSON.stringify(told, null, 2));

async function play(condition: Condition): Promise<void> {
  const began = performance.now();
  const outcome = await runCondition(servers, condition, {
    ...{ seed: sizes.seed, rounds: sizes.rounds, healthyShare: sizes.healthy / 10 },
    ...{ faults: texts.faults?.split(',') ?? [], progress: progress(condition.name) },
  });
  if (isTerminal) process.stderr.write('\r\u001b[K');
  const seconds = Math.round((performance.now() - began) / 1000);
  say(`${condition.name}: ${outcome.orders.length} orders, ${seconds} s`);
  if (json) told.push({ condition: condition.name, seconds, ...outcome });
  else console.log(`${renderOutcome(condition, outcome)}\n`);
}
