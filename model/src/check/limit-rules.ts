import { type PlacedLimit, placeKey } from '../build/limits.ts';
import type { Limit, Model, Segment, SegmentTest } from '../model.ts';
import type { CheckContext } from './context.ts';

/** Rule names are unique, and every limit can fire. */
export function checkLimitRules(context: CheckContext): void {
  const { draft, limits } = context;
  const named = new Set(
    draft.limits.flatMap(({ index, entry }) => (entry.name === undefined ? [] : [index])),
  );
  for (const [position, placed] of limits.entries()) {
    const earlier = limits.slice(0, position);
    if (reportSameName(context, placed, earlier, named)) continue;
    const path = ['limits', placed.index];
    // What is wrong in itself will be written anew.
    const reason = context.report.isSound(path) ? whyNever(context, placed, earlier) : null;
    if (reason === null) continue;
    const { message, fix } = reason;
    context.report.warning(path, {
      code: 'never-fires',
      message: `this limit can never fire: ${message}`,
      fix,
    });
  }
}

function reportSameName(
  { report }: CheckContext,
  { index, limit }: PlacedLimit,
  earlier: readonly PlacedLimit[],
  named: ReadonlySet<number>,
): boolean {
  const same = earlier.find((other) => other.limit.rule === limit.rule);
  if (!same) return false;
  const line = report.lineOf(['limits', same.index]);
  const byName = named.has(index);
  report.error(byName ? ['limits', index, 'name'] : ['limits', index], {
    code: 'duplicate-rule',
    message: `the rule at line ${line} is called ${limit.rule} already`,
    fix: byName
      ? 'give it another name'
      : 'it is about the same orders: remove one, or tell them apart with when',
  });
  return true;
}

type Reason = { readonly message: string; readonly fix: string };

function whyNever(
  context: CheckContext,
  { limit }: PlacedLimit,
  earlier: readonly PlacedLimit[],
): Reason | null {
  const { model, report } = context;
  const place = placeKey(limit.place);
  const covering = earlier.find(
    (other) => placeKey(other.limit.place) === place && covers(other.limit.when, limit.when),
  );
  if (covering) {
    const line = report.lineOf(['limits', covering.index]);
    return {
      message: `the one at line ${line} holds for all its orders`,
      fix: 'put it before that one, or remove it',
    };
  }
  if (Object.values(limit.when).some(isEmptyTest))
    return { message: 'its range is empty', fix: 'write min below max' };
  if (limit.place.kind === 'stage' && model.stages.get(limit.place.stage)?.end) {
    return { message: `${limit.place.stage} is an end, and takes no time`, fix: 'limit the stage before it' };
  }
  if (limit.place.kind !== 'order' || !exceptsAll(model, limit)) return null;
  return { message: 'except leaves no stage', fix: 'leave a stage that counts' };
}

/** Whether every order that matches `narrow` matches `wide` too. */
function covers(wide: Segment, narrow: Segment): boolean {
  return Object.entries(wide).every(([attribute, test]) => {
    const inner = Object.hasOwn(narrow, attribute) ? narrow[attribute] : undefined;
    return inner !== undefined && testCovers(test, inner);
  });
}

function testCovers(wide: SegmentTest, narrow: SegmentTest): boolean {
  if ('oneOf' in wide) {
    const values = new Set(wide.oneOf.map(String));
    return 'oneOf' in narrow && narrow.oneOf.every((value) => values.has(String(value)));
  }
  const min = wide.min ?? Number.NEGATIVE_INFINITY;
  const max = wide.max ?? Number.POSITIVE_INFINITY;
  if ('oneOf' in narrow) return narrow.oneOf.every((value) => Number(value) >= min && Number(value) <= max);
  return (narrow.min ?? Number.NEGATIVE_INFINITY) >= min && (narrow.max ?? Number.POSITIVE_INFINITY) <= max;
}

function isEmptyTest(test: SegmentTest): boolean {
  return !('oneOf' in test) && test.min !== null && test.max !== null && test.min > test.max;
}

function exceptsAll(model: Model, { except, until }: Limit): boolean {
  const last = until === null ? undefined : model.stages.get(until);
  const counted = [...model.stages.values()].filter(
    (stage) => stage.end === null && stage.rank < (last?.rank ?? Number.POSITIVE_INFINITY),
  );
  return counted.length > 0 && counted.every((stage) => except.includes(stage.name));
}
