import type { Limit, Model } from '@orderwatch/model';
import type { LossClass } from '@orderwatch/sla-watcher';

/** How long until something can be told; or why nothing ever will be. */
export type Deadline =
  | { readonly kind: 'within'; readonly ms: number }
  | { readonly kind: 'never'; readonly reason: string };

export interface Place {
  readonly kind: 'hop' | 'stage';
  readonly name: string;
}

/** Beyond what witnesses lag. */
const SLACK_MS = 5_000;

/** When the watcher would tell of this loss at the latest, if all of its witnesses see. */
export function deadlineOf(model: Model, loss: LossClass, place: Place): Deadline {
  switch (loss) {
    case 'drift':
      return within(model.drift.disagree.withinMs);
    case 'hidden':
      return within(model.drift.hidden.withinMs);
    case 'vanished':
      return within(model.drift.vanished.withinMs);
    case 'disorder':
      return within(0);
    default:
      return limitAt(model, place);
  }
}

/** Twice what it takes the slowest witness to look and to be sure. */
export function slackOf(model: Model): number {
  const lags = [...model.witnesses.values()].map(
    (witness) => witness.lagMs + ('pollMs' in witness ? witness.pollMs : 0),
  );
  return SLACK_MS + 2 * Math.max(0, ...lags);
}

/** The longest that may hold: which segment a canary is of is the platform's affair. */
function limitAt(model: Model, { kind, name }: Place): Deadline {
  const own = model.limits.filter(({ place }) => isAt(place, kind, name));
  const timed = own.flatMap(({ within: span }) => (span === null ? [] : [span]));
  if (timed.length === 0) return { kind: 'never', reason: `${kind} ${name} has no limit` };
  const inCalendar = timed.find(({ calendar }) => calendar !== null);
  if (inCalendar !== undefined)
    return { kind: 'never', reason: `${kind} ${name} has ${inCalendar.text}, which open hours count` };
  return within(Math.max(...timed.map(({ ms }) => ms)));
}

function isAt(place: Limit['place'], kind: Place['kind'], name: string): boolean {
  return place.kind === 'hop'
    ? kind === 'hop' && place.hop === name
    : kind === 'stage' && place.kind === 'stage' && place.stage === name;
}

function within(ms: number): Deadline {
  return { kind: 'within', ms };
}
