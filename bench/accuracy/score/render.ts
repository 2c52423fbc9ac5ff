import {
  columnOf,
  confusionOf,
  healthyCalledLost,
  type KnownCase,
  LOSS_CLASSES,
  scoreClasses,
} from '@orderwatch/sla-watcher';
import { median, quantile, renderTable } from '../../figures.ts';
import type { FollowedOrder } from './follow.ts';

/** What was injected in rows, what was told in columns. */
export function renderConfusion(cases: readonly KnownCase[]): string {
  const confusion = confusionOf(cases);
  const order = [...LOSS_CLASSES, 'either', 'undetermined', 'nothing'];
  const told = new Set(cases.map(({ told: said }) => columnOf(said)));
  const columns = order.filter((column) => told.has(column));
  const rows = [...LOSS_CLASSES, 'healthy'].filter((row) => confusion.has(row));
  return renderTable(
    ['', ...columns.map(shorten)],
    rows.map((row) => [row, ...columns.map((column) => String(confusion.get(row)?.get(column) ?? '·'))]),
  );
}

export function renderScores(cases: readonly KnownCase[]): string {
  const scores = scoreClasses(cases, LOSS_CLASSES);
  const share = (part: number, whole: number) =>
    whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
  return renderTable(
    ['class', 'orders', 'recall', 'precision', 'either', 'undetermined', 'place'],
    scores.map(({ loss, injected, told, right, either, undetermined, placed, spoken }) => [
      ...[loss, String(injected), share(right, injected), share(right, told)],
      ...[String(either), String(undetermined), share(placed, spoken)],
    ]),
  );
}

/** Recall and precision by the hop at which it happened. */
export function renderHops(orders: readonly FollowedOrder[]): string {
  const byHop = Map.groupBy(
    orders.filter(({ strike }) => strike?.hop != null),
    ({ strike }) => strike?.hop ?? '',
  );
  return renderTable(
    ['hop', 'orders', 'class right', 'hop right'],
    [...byHop].toSorted().map(([hop, of]) => {
      const right = of.filter(({ strike, told }) => columnOf(told) === strike?.loss).length;
      const there = of.filter(({ told }) => told.reason !== 'nothing' && told.there).length;
      return [hop, String(of.length), String(right), String(there)];
    }),
  );
}

export function renderTimes(orders: readonly FollowedOrder[]): string {
  const times = orders.flatMap(({ verdictMs }) => (verdictMs === null ? [] : [verdictMs]));
  if (times.length === 0) return 'time to verdict: none';
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const [half, worst] = [median(times), quantile(times, 1)];
  return `time from the deadline to the final verdict: median ${seconds(half)}, worst ${seconds(worst)}`;
}

export function casesOf(orders: readonly FollowedOrder[]): readonly KnownCase[] {
  return orders.map(({ strike, told }) => ({
    truth: strike?.loss ?? null,
    place: strike?.hop ?? strike?.stage ?? '',
    told,
  }));
}

export function renderHealthy(cases: readonly KnownCase[]): string {
  const healthy = cases.filter(({ truth }) => truth === null).length;
  return `healthy orders called lost: ${healthyCalledLost(cases)} of ${healthy}`;
}

/** Heads of columns are narrow: `not-published` is `not-publ`. */
function shorten(name: string): string {
  return name.length > 9 ? `${name.slice(0, 8)}…` : name;
}
