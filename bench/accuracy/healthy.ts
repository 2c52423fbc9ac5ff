/** Orders of which nothing is wrong, in any number: none of them may be called lost. */
import { readFlags } from '../flags.ts';
import { ALL_EYES } from './conditions/condition.ts';
import { untilSeeing } from './conditions/until-seeing.ts';
import { makeCanary } from './plan/perform.ts';
import { provideServers } from './trial/servers.ts';
import { startTrial } from './trial/trial.ts';
import { HOP_LIMIT_MS } from './trial/trial-model.ts';

const { sizes, json } = readFlags('Whole lives of orders on the demo platform, with every witness.', {
  healthy: { meaning: 'orders; the target is 0 of 100,000 called lost', default: 500 },
  'at-once': { meaning: 'that live at the same time', default: 6 },
});

interface IncidentRow {
  readonly kind: string;
  readonly rule: string;
  readonly place: string;
  readonly total: number;
  readonly losses: readonly string[];
}

const SETTLE_MS = 10_000;
/** Of an order that is said to be late, and not of a witness. */
const OF_ORDERS = new Set(['orders', 'backlog', 'anomaly', 'drift']);

const servers = await provideServers();
console.error(servers.how);
const trial = await startTrial(servers, { eyes: ALL_EYES, hasTraces: true });
try {
  await untilSeeing(trial);
  const began = Date.now();
  let [made, stuck, left] = [0, 0, sizes.healthy];
  const worker = async () => {
    while (left-- > 0) {
      if ((await makeCanary(trial.demo, { stage: 'CLOSED' })) === null) stuck++;
      else made++;
      if (made % 100 === 0) console.error(`${made} orders, ${Math.round((Date.now() - began) / 1000)} s`);
    }
  };
  await Promise.all(Array.from({ length: sizes['at-once'] }, worker));
  await new Promise((resolve) => setTimeout(resolve, HOP_LIMIT_MS + SETTLE_MS));
  const { items } = await trial.ask<{ items: readonly IncidentRow[] }>('/api/incidents?state=all');
  const told = items.filter(({ kind }) => OF_ORDERS.has(kind));
  const lost = told.filter(({ losses }) => losses.length > 0 && !losses.includes('working'));
  const figures = {
    ...{ orders: made, stuck },
    calledLost: lost.reduce((sum, { total }) => sum + total, 0),
    told: told.map(({ kind, place, total, losses }) => `${kind} ${place}: ${total}, ${losses.join('|')}`),
  };
  if (json) console.log(JSON.stringify(figures, null, 2));
  else {
    console.log(`healthy orders called lost: ${figures.calledLost} of ${made}; stuck on their way: ${stuck}`);
    for (const line of figures.told) console.log(`  ${line}`);
  }
} finally {
  await trial.stop();
  await servers.stop();
}
