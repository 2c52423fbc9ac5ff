import type { Hop, Model } from '@orderwatch/model';
import type { LossClass } from '@orderwatch/sla-watcher';
import type { CanaryBody, OfferedFault } from '../peers/platform.ts';
import { type Deadline, deadlineOf, type Place, slackOf } from './deadlines.ts';
import { CLASS_OF, KNOWN_FAULTS, type Manner } from './known-faults.ts';
import { parameterSets } from './parameters.ts';
import { diagnosisPlaces } from './places.ts';

/** One fault for one canary. */
export interface Strike {
  /** For people: `expired at hop price-to-crm`. */
  readonly name: string;
  readonly fault: string;
  readonly loss: LossClass;
  readonly place: Place;
  /** Where a diagnosis of it may stand, as the API writes places. */
  readonly told: readonly string[];
  /** For `POST /faults`. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly canary: CanaryBody | null;
  /** The stage at which people are played. */
  readonly askedAt: string | null;
  readonly manner: Manner;
  /** From the strike on. */
  readonly withinMs: number;
}

export interface Plan {
  readonly strikes: readonly Strike[];
  readonly skipped: readonly { readonly fault: string; readonly reason: string }[];
}

export interface PlanOptions {
  /** Empty: all. */
  readonly only: readonly LossClass[];
  readonly rounds: number;
  /** What takes longer to be told is left out. */
  readonly timeoutMs: number;
}

/** Times the slack that something lasts beyond its deadline: other canaries are made meanwhile. */
const LASTS = 4;

/** Every offered fault, in each direction that it is offered in, as often as there are rounds. */
export function planStrikes(
  offered: readonly OfferedFault[],
  model: Model,
  { only, rounds, timeoutMs }: PlanOptions,
): Plan {
  const strikes: Strike[] = [];
  const skipped = new Map<string, string>();
  for (const one of offered) {
    const loss = CLASS_OF[one.class];
    if (loss === undefined || (only.length > 0 && !only.includes(loss))) continue;
    const reason = KNOWN_FAULTS[one.fault]?.skip;
    if (reason !== undefined) skipped.set(one.fault, reason);
    else
      for (let round = 0; round < rounds; round++) {
        const candidates = strikesOf(one, loss, model, { round, timeoutMs });
        if (candidates.length === 0) skipped.set(one.fault, 'the model has none of its places');
        for (const { strike, deadline } of candidates) {
          const hindrance = hindranceOf(deadline, timeoutMs);
          if (hindrance === null) strikes.push(strike);
          else skipped.set(strike.name, hindrance);
        }
      }
  }
  return { strikes, skipped: [...skipped].map(([fault, reason]) => ({ fault, reason })) };
}

function hindranceOf(deadline: Deadline, timeoutMs: number): string | null {
  if (deadline.kind === 'never') return deadline.reason;
  if (deadline.ms <= timeoutMs) return null;
  return `it is due after ${Math.round(deadline.ms / 1000)} s, which is longer than --timeout`;
}

function strikesOf(one: OfferedFault, loss: LossClass, model: Model, { round, timeoutMs }: Turn) {
  const known = KNOWN_FAULTS[one.fault] ?? {};
  const isTold = (place: Place) => hindranceOf(deadlineOf(model, loss, place), timeoutMs) === null;
  return placesFor(one, model, round, isTold).flatMap((place) => {
    const deadline = deadlineOf(model, loss, place);
    const lastsMs = (deadline.kind === 'within' ? deadline.ms : 0) + LASTS * slackOf(model);
    return parameterSets(one, model, lastsMs).map((parameters) => {
      const suffix = Object.entries(parameters.chosen).map(([name, value]) => ` ${name}=${value}`);
      const strike: Strike = {
        name: `${one.fault} at ${place.kind} ${place.name}${suffix.join('')}`,
        ...{ fault: one.fault, loss, place, told: diagnosisPlaces(model, loss, place) },
        body: {
          fault: one.fault,
          ...(one.place.kind === 'none' ? {} : { [place.kind]: place.name }),
          ...(known.isUnlimited === true ? {} : { limit: 1 }),
          ...(Object.keys(parameters.all).length === 0 ? {} : { parameters: parameters.all }),
        },
        canary: canaryFor(one, place, model),
        askedAt: known.isAsked === true ? place.name : null,
        manner: known.manner ?? 'beside',
        withinMs: deadline.kind === 'within' ? deadline.ms + parameters.delayMs : 0,
      };
      return { strike, deadline };
    });
  });
}

interface Turn {
  readonly round: number;
  readonly timeoutMs: number;
}

/** One hop of each direction, another in each round; or one stage. Those of which something would be told. */
function placesFor(
  { fault, place }: OfferedFault,
  model: Model,
  round: number,
  isTold: (place: Place) => boolean,
): readonly Place[] {
  const hops = [...model.hops.values()];
  if (place.kind === 'none') {
    const stage = KNOWN_FAULTS[fault]?.canary === null ? secondStage(hops) : hops[0]?.status;
    return stage === undefined ? [] : [{ kind: 'stage', name: stage }];
  }
  const { kind, names } = place;
  if (kind === 'service') return [];
  const isFirstOnly = KNOWN_FAULTS[fault]?.manner === 'paused';
  const ways =
    kind === 'hop'
      ? [...Map.groupBy(hops, ({ from, to }) => `${from} ${to}`).values()].map((way) =>
          way.map(({ name }) => name),
        )
      : [[...model.stages.keys()]];
  return ways.flatMap((way) => {
    const offered = way.filter((name) => names.includes(name)).map((name) => ({ kind, name }));
    const told = offered.filter(isTold);
    // Where nothing would be told the reason is.
    const from = isFirstOnly || told.length === 0 ? offered.slice(0, 1) : told;
    return from[round % from.length] ?? [];
  });
}

/** Orders that stand in one database only have a status that the other would have to know of. */
function secondStage(hops: readonly Hop[]): string | undefined {
  return hops[1]?.status ?? hops[0]?.status;
}

function canaryFor({ fault }: OfferedFault, place: Place, model: Model): CanaryBody | null {
  const how = KNOWN_FAULTS[fault]?.canary;
  if (how === null) return null;
  if (place.kind === 'stage') return { stage: place.name };
  if (how !== 'next-hop') return { hop: place.name };
  const own = model.hops.get(place.name);
  const later = [...model.hops.values()].filter(({ from, to }) => from === own?.from && to === own.to);
  return { hop: later[later.findIndex(({ name }) => name === place.name) + 1]?.name ?? place.name };
}
