import { columnOf, confusionOf, healthyCalledLost, LOSS_CLASSES, oneLine } from '@orderwatch/sla-watcher';
import type { Paint } from '../show/screen.ts';
import { type Column, renderTable } from '../show/table.ts';
import { casesOf, scoresOf, type SelftestResult, type Shortfall, shortfallsOf, sum } from './result.ts';
import type { FollowedCanary } from './trial/follow.ts';

/** Longest list of canaries that were told wrongly, and of what was left out. */
const MOST_LINES = 40;

/** What was injected in rows, what was told in columns, and what follows from it. */
export function renderResult(result: SelftestResult, paint: Paint): readonly string[] {
  const { canaries } = result;
  const healthy = canaries.filter(({ strike }) => strike === null).length;
  const lost = healthyCalledLost(casesOf(canaries));
  return [
    paint('bold', 'Injected (rows) and told (columns)'),
    ...renderConfusion(canaries),
    '',
    ...renderScores(result),
    '',
    ...renderHops(canaries),
    '',
    `Healthy canaries called lost: ${lost} of ${healthy}`,
    renderTimes(canaries),
    ...renderOthers(result),
    '',
    ...renderEnd(shortfallsOf(result), result.threshold, paint),
  ];
}

function renderConfusion(canaries: readonly FollowedCanary[]): readonly string[] {
  const confusion = confusionOf(casesOf(canaries));
  const told = new Set(canaries.map((one) => columnOf(one.told)));
  const columns = [...LOSS_CLASSES, 'either', 'undetermined', 'nothing'].filter((name) => told.has(name));
  const rows = [...LOSS_CLASSES, 'healthy'].filter((name) => confusion.has(name));
  return renderTable(
    [left(''), ...columns.map((name) => right(name.replace('-', '-\n').replace(/\n(.*-)/, '$1\n')))],
    rows.map((row) => [row, ...columns.map((name) => String(confusion.get(row)?.get(name) ?? '·'))]),
  );
}

function renderScores(result: SelftestResult): readonly string[] {
  const scores = scoresOf(result);
  const columns = ['canaries', 'recall', 'precision', 'either', 'undetermined', 'place'].map(right);
  const [told, injected] = [sum(scores, 'right'), sum(scores, 'injected')];
  return renderTable(
    [left('class'), ...columns],
    [
      ...scores.map((score) => [
        score.loss,
        String(score.injected),
        share(score.right, score.injected),
        share(score.right, score.told),
        String(score.either),
        String(score.undetermined),
        share(score.placed, score.spoken),
      ]),
      ['all', String(injected), share(told, injected)],
    ],
  );
}

function renderHops(canaries: readonly FollowedCanary[]): readonly string[] {
  const atHops = canaries.filter(({ strike }) => strike?.place.kind === 'hop');
  const byHop = Map.groupBy(atHops, ({ strike }) => strike?.place.name ?? '');
  return renderTable(
    [left('hop'), ...['canaries', 'class right', 'hop right', 'precision'].map(right)],
    [...byHop].map(([hop, of]) => {
      const isThere = ({ told }: FollowedCanary) => told.reason !== 'nothing' && told.there;
      const told = canaries.filter(({ toldAt }) => toldAt === `hop ${hop}`);
      const rightly = told.filter(({ strike }) => strike?.place.name === hop);
      return [
        hop,
        String(of.length),
        share(of.filter((one) => columnOf(one.told) === one.strike?.loss).length, of.length),
        share(of.filter(isThere).length, of.length),
        share(rightly.length, told.length),
      ];
    }),
  );
}

function renderTimes(canaries: readonly FollowedCanary[]): string {
  const times = canaries.flatMap(({ verdictMs }) => (verdictMs === null ? [] : [verdictMs]));
  if (times.length === 0) return 'Time from the deadline to the verdict: none';
  const sorted = times.toSorted((a, b) => a - b);
  const seconds = (at: number) => `${((sorted[at] ?? 0) / 1000).toFixed(1)} s`;
  const half = Math.floor((sorted.length - 1) / 2);
  return `Time from the deadline to the verdict: median ${seconds(half)}, worst ${seconds(sorted.length - 1)}`;
}

/** What was told otherwise than it was, and what was not tried. */
function renderOthers({ canaries, missed, skipped }: SelftestResult): readonly string[] {
  const wrong = canaries
    .filter(({ strike, told }) => columnOf(told) !== (strike?.loss ?? 'nothing'))
    .map(
      ({ order, strike, told, toldAt }) =>
        `  ${strike?.name ?? 'a healthy canary'}, order ${oneLine(order)}: ${describe(told, toldAt)}`,
    );
  const lines = (title: string, of: readonly string[]) =>
    of.length === 0 ? [] : ['', title, ...of.slice(0, MOST_LINES)];
  const reasons = (of: SelftestResult['missed']) => of.map(({ fault, reason }) => `  ${fault}: ${reason}`);
  return [
    ...lines('Told otherwise than it was:', wrong),
    ...lines('Injected in vain:', reasons(missed)),
    ...lines('Left out:', reasons(skipped)),
  ];
}

function describe(told: FollowedCanary['told'], toldAt: string | null): string {
  if (told.reason === 'nothing') return 'nothing';
  const losses = told.losses.join(told.reason === 'either' ? ' or ' : ', ');
  return `${told.reason === 'undetermined' ? 'undetermined, among ' : ''}${losses} at ${toldAt}`;
}

function renderEnd(shortfalls: readonly Shortfall[], threshold: number, paint: Paint): readonly string[] {
  if (shortfalls.length === 0)
    return [paint('green', `Passed: every class at ${percent(threshold)} or better.`)];
  return shortfalls.map((shortfall) => paint('red', `Failed: ${renderShortfall(shortfall, threshold)}`));
}

export function renderShortfall(shortfall: Shortfall, threshold: number): string {
  switch (shortfall.reason) {
    case 'class':
      return `${shortfall.loss}: recall ${percent(shortfall.recall)}, below ${percent(threshold)}`;
    case 'all':
      return `over all: recall ${percent(shortfall.recall)}, below ${percent(threshold)}`;
    case 'healthy':
      return `${shortfall.count} healthy called lost`;
    case 'missed':
      return `${shortfall.count} injected in vain`;
    case 'nothing':
      return 'nothing was injected';
  }
}

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : percent(part / whole);
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1).replace('.0', '')} %`;
}

const left = (title: string): Column => ({ title, align: 'left' });
const right = (title: string): Column => ({ title, align: 'right' });
