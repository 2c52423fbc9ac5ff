/** The same faults with the remedies of the platform on: which of the losses there are no more. */
import { readFlags } from '../flags.ts';
import { renderTable } from '../figures.ts';
import { perform } from './plan/perform.ts';
import { atHop, crashStrikes, HOP_LOSSES, type PlannedStrike } from './plan/strikes.ts';
import { follow } from './score/follow.ts';
import { provideServers } from './trial/servers.ts';
import { startTrial } from './trial/trial.ts';
import { HOP_LIMIT_MS } from './trial/trial-model.ts';

const { sizes, json } = readFlags('Faults with outbox and inbox on, on the way to MES and on the way back.', {
  seed: { meaning: 'of all that is left to chance', default: 1 },
});

/** Faults that a remedy is for; the others lose their message as before. */
const SETTLE_MS = 12_000;
const HOPS = ['submitted-to-mes', 'price-to-crm'];
const strikes: readonly PlannedStrike[] = [
  ...HOPS.flatMap((hop) => Object.entries(HOP_LOSSES).map(([fault, loss]) => atHop(fault, loss, hop))),
  ...HOPS.map((hop) => atHop('published-twice', 'disorder', hop)),
];

const look = (until: number) => ({ until, longest: until, isOpen: () => false, progress: () => {} });

const servers = await provideServers();
console.error(servers.how);
const trial = await startTrial(servers, {
  ...{ eyes: ['broker', 'dead-letters', 'mes-list', 'shop-outbox', 'mes-outbox'], hasTraces: true },
  demoEnv: { DEMO_REMEDIES: 'price-apart,outbox,inbox' },
});
try {
  const rows: { fault: string; hop: string; state: string; told: string }[] = [];
  const manners = ['beside', 'holding', 'crash'] as const;
  for (const manner of manners) {
    const own = manner === 'crash' ? crashStrikes(sizes.seed, 0) : strikes.filter((s) => s.manner === manner);
    const phase = await perform(trial.demo, manner, own, { seed: sizes.seed, healthyShare: 0 });
    const until = Date.now() + HOP_LIMIT_MS + SETTLE_MS;
    for (const { strike, told, toldAt } of await follow(trial, phase.orders, look(until))) {
      const losses = told.reason === 'nothing' ? '' : told.losses.join(' or ');
      rows.push({
        ...{ fault: strike?.fault ?? '', hop: strike?.hop ?? '' },
        state: told.reason === 'nothing' ? 'no loss any more' : 'lost as before',
        told: told.reason === 'nothing' ? '' : `${told.reason} ${losses} at ${toldAt}`,
      });
    }
    await phase.clear();
    await trial.demo.quiet().catch(() => {});
  }
  if (json) console.log(JSON.stringify(rows, null, 2));
  else
    console.log(
      renderTable(
        ['fault', 'hop', 'with outbox and inbox', 'told'],
        rows.map(({ fault, hop, state, told }) => [fault, hop, state, told]),
      ),
    );
} finally {
  await trial.stop();
  await servers.stop();
}
