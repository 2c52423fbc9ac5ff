import { columnOf } from '@orderwatch/sla-watcher';
import { renderTable } from '../../figures.ts';
import type { Condition } from '../conditions/condition.ts';
import type { Outcome } from '../conditions/run-condition.ts';
import type { Weight, Weighed } from '../oracle/weigh.ts';
import { casesOf, renderConfusion, renderHealthy, renderHops, renderScores, renderTimes } from './render.ts';

const WEIGHTS: readonly Weight[] = ['right', 'beyond', 'wrong', 'open', 'rightly-open'];
/** A bench that goes wrong would otherwise print a line an order. */
const MAX_EXAMPLES = 40;

export function renderOutcome({ name, means }: Condition, outcome: Outcome): string {
  const cases = casesOf(outcome.orders);
  return [
    `${name}: ${means}`,
    '',
    renderConfusion(cases),
    '',
    renderScores(cases),
    '',
    renderHops(outcome.orders),
    '',
    renderWeights(outcome.weighed),
    renderHealthy(cases),
    renderTimes(outcome.orders),
    ...renderMissed(outcome),
    ...renderExamples(outcome.weighed),
  ].join('\n');
}

/** Against the oracle: what could be decided, and was. */
function renderWeights(weighed: readonly Weighed[]): string {
  const counts = WEIGHTS.map((weight) => weighed.filter((one) => one.weight === weight).length);
  const [right = 0, beyond = 0, wrong = 0, open = 0] = counts;
  const decided = right + beyond;
  const decidable = right + open + weighed.filter(isWrongThoughDecidable).length;
  const share = (part: number, whole: number) =>
    whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
  return [
    renderTable(
      ['against the oracle', 'right', 'right beyond it', 'wrong', 'left open', 'rightly left open'],
      [['orders', ...counts.map(String)]],
    ),
    `of the decidable decided rightly: ${share(right, decidable)}; wrong: ${share(wrong, weighed.length)}; decided: ${decided}`,
  ].join('\n');
}

function isWrongThoughDecidable({ weight, candidates }: Weighed): boolean {
  return weight === 'wrong' && candidates.length === 1;
}

function renderMissed({ missed, complaints, errors }: Outcome): readonly string[] {
  return [
    ...(missed.length === 0 ? [] : [`faults that struck nobody: ${missed.join(', ')}`]),
    ...(complaints.length === 0
      ? []
      : [`answers to telemetry that were no success: ${complaints.length}, first ${complaints[0]}`]),
    ...(errors.length === 0 ? [] : [`errors of the watcher: ${errors.length}, first ${errors[0]}`]),
  ];
}

/** What a person looks at next. */
function renderExamples(weighed: readonly Weighed[]): readonly string[] {
  const worth = weighed.filter(({ weight }) => weight === 'wrong' || weight === 'open');
  return worth.slice(0, MAX_EXAMPLES).map(({ weight, strike, order, told, toldAt, state, diagnoses }) => {
    const losses = told.reason === 'nothing' ? '' : ` ${told.losses.join('|')}`;
    const missing = diagnoses.flatMap((d) => d.missing.map((eye) => `${eye.on}:${eye.because}`));
    const said = told.reason === 'nothing' ? `nothing (${state})` : `${columnOf(told)}${losses} at ${toldAt}`;
    const shut = missing.length === 0 ? '' : `; missing ${[...new Set(missing)].join(', ')}`;
    return `  ${weight}: ${strike?.name}, order ${order}: ${said}${shut}`;
  });
}
