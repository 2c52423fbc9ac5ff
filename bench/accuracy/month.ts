/** V8: a month of orders in virtual time: which pages there would have been, and which of them were worth it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseModel, renderProblem } from '@orderwatch/model';
import { openStore } from '@orderwatch/sla-watcher';
import { count, renderTable } from '../figures.ts';
import { readFlags } from '../flags.ts';
import { makeMonth } from './month/month.ts';
import { scorePages } from './month/pages.ts';
import { watchMonth } from './month/watch-month.ts';

const { sizes, json } = readFlags('Orders, losses, deploys and hands on the databases in virtual time.', {
  days: { meaning: 'in which orders begin and that are watched', default: 30 },
  'per-day': { meaning: 'orders', default: 150 },
  faulty: { meaning: 'orders of ten thousand that are lost', default: 50 },
  step: { meaning: 'seconds of virtual time between two looks', default: 60 },
  seed: { meaning: 'of all that is left to chance', default: 1 },
});

/** A Monday, midnight in Moscow, and no holiday for weeks. */
const FROM = Date.parse('2026-09-07T00:00:00+03:00');
const file = readFileSync(join(import.meta.dirname, '../../orderwatch.yaml'), 'utf8');
const parsed = parseModel(file, { file: 'orderwatch.yaml', now: FROM });
if (!parsed.ok) throw new Error(parsed.problems.map(renderProblem).join('\n'));

const month = makeMonth({
  ...{ seed: sizes.seed, from: FROM, days: sizes.days, perDay: sizes['per-day'] },
  faulty: sizes.faulty / 10_000,
});
const folder = mkdtempSync(join(tmpdir(), 'orderwatch-month-'));
const store = openStore(`sqlite:${join(folder, 'store.sqlite')}`);
try {
  await store.migrate();
  const began = performance.now();
  const to = FROM + sizes.days * 86_400_000;
  const watched = await watchMonth({
    ...{ model: parsed.model, store, month, from: FROM, to, stepMs: sizes.step * 1000 },
    progress: (share) => {
      if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${Math.round(share * 100)} % of the month`);
    },
  });
  const score = await scorePages(store, month, { from: FROM, to });
  const seconds = Math.round((performance.now() - began) / 1000);
  const figures = {
    orders: month.lives.length,
    lost: score.lost,
    deploys: month.deploys.length,
    'rows touched': month.touches,
    'orders fixed by hand': month.fixedByHand,
    records: month.told.length,
    rejected: watched.rejected,
    pages: score.pages,
    'pages a week': (score.pages * 7) / sizes.days,
    'page precision, %': score.pages === 0 ? 100 : (100 * score.rightPages) / score.pages,
    'retracted within 10 min, %': score.pages === 0 ? 0 : (100 * score.retracted) / score.pages,
    'losses missed': score.missed.length,
    'told as the right class': score.rightClass,
    'messages, updates included': watched.messages,
    seconds,
  };
  if (json)
    console.log(JSON.stringify({ ...figures, missed: score.missed, wrongPages: score.wrongPages }, null, 2));
  else {
    const rows = Object.entries(figures).map(([name, value]) => [
      name,
      Number.isInteger(value) ? count(value) : value.toFixed(1),
    ]);
    console.log(renderTable(['', ''], rows));
    for (const page of score.wrongPages.slice(0, 10)) console.log(`  not worth it: ${page}`);
    for (const order of score.missed.slice(0, 10)) console.log(`  missed: ${order}`);
  }
} finally {
  await store.close();
  rmSync(folder, { recursive: true });
}
