import type { Model } from '@orderwatch/model';
import { columnOf, confusionOf, healthyCalledLost } from '@orderwatch/sla-watcher';
import { renderShortfall } from './render-result.ts';
import { casesOf, scoresOf, type SelftestResult, shortfallsOf } from './result.ts';

/** For programs; shares are numbers from 0 to 1. */
export function resultJson(result: SelftestResult, { name, version }: Model) {
  const { canaries, missed, skipped, threshold } = result;
  const cases = casesOf(canaries);
  const shortfalls = shortfallsOf(result);
  return {
    ok: shortfalls.length === 0,
    model: { name, version },
    threshold,
    failures: shortfalls.map((shortfall) => renderShortfall(shortfall, threshold)),
    confusion: [...confusionOf(cases)].map(([injected, told]) => ({
      injected,
      told: [...told].map(([as, count]) => ({ as, count })),
    })),
    classes: scoresOf(result).map(
      ({ loss, injected, told, right, either, undetermined, placed, spoken }) => ({
        ...{ class: loss, injected, told, right, either, undetermined },
        recall: injected === 0 ? null : right / injected,
        precision: told === 0 ? null : right / told,
        place: spoken === 0 ? null : placed / spoken,
      }),
    ),
    healthy: {
      canaries: cases.filter(({ truth }) => truth === null).length,
      calledLost: healthyCalledLost(cases),
    },
    canaries: canaries.map(({ order, strike, told, toldAt, verdictMs }) => ({
      order,
      fault: strike?.fault ?? null,
      class: strike?.loss ?? null,
      place: strike === null ? null : `${strike.place.kind} ${strike.place.name}`,
      told: columnOf(told),
      among: told.reason === 'nothing' ? [] : told.losses,
      toldAt,
      verdictMs,
    })),
    missed,
    skipped,
  };
}
