import type { Model } from '@orderwatch/model';
import type { Deadline } from '../domain/deadline.ts';
import type { Diagnosis, Fact, LossPlace } from '../domain/diagnosis.ts';
import type { Disagreement } from '../domain/disagreement.ts';
import type { Anomaly, Arrival, Course } from '../domain/journey.ts';
import { conclude, type Opinions } from './conclude.ts';
import { consumerFailed } from './loss/consumer-failed.ts';
import { deadLettered } from './loss/dead-lettered.ts';
import { hidden } from './loss/hidden.ts';
import type { HopLoss } from './loss/hop-loss.ts';
import { lostInBroker } from './loss/lost-in-broker.ts';
import { notPublished } from './loss/not-published.ts';
import { notStored } from './loss/not-stored.ts';
import { opinionsOn, placeOfContradiction } from './loss/of-contradiction.ts';
import { publishFailed } from './loss/publish-failed.ts';
import { unexplained } from './loss/unexplained.ts';
import { waiting } from './loss/waiting.ts';
import { working } from './loss/working.ts';
import { replayOf } from './replay.ts';
import { proven, seenBy } from './way/evidence.ts';
import { type Sight, sightOfSystem } from './way/sight.ts';
import { readWay, type WayContext } from './way/way.ts';

/** In the order of the way: of several that are proven the last one counts. */
const AT_HOP: readonly HopLoss[] = [
  unexplained,
  notPublished,
  publishFailed,
  lostInBroker,
  waiting,
  deadLettered,
  consumerFailed,
  notStored,
];

/**
 * Where a line that is late stands, and what became of it: at the hop that did not bring its status to who
 * goes on with it; else in its stage. `contradictions` are those of the line that are told.
 */
export function diagnoseLate(
  deadline: Deadline,
  course: Course,
  contradictions: readonly Diagnosis[],
  context: WayContext,
): Diagnosis {
  const { model } = context;
  const { place } = deadline;
  const stage = place.kind === 'stage' ? place.stage : (course.visits.at(-1)?.stage ?? '');
  const hop = place.kind === 'hop' ? place.hop : hopOnwards(course, stage, model);
  const arrival = course.arrivals.find((one) => one.hop === hop && !one.arrived);
  if (arrival !== undefined) return diagnoseHop(arrival, course, context);
  return contradictions[0] ?? diagnoseStage(course, stage, context);
}

/** The hop by which whoever owns the next stage learns of this one, where it has not yet. */
function hopOnwards({ arrivals }: Course, stage: string, model: Model): string | null {
  const movers = (model.stages.get(stage)?.next ?? []).map((next) => model.stages.get(next)?.system);
  const onwards = arrivals.find(({ hop, arrived }) => {
    const way = model.hops.get(hop);
    return !arrived && way?.status === stage && movers.includes(way.to);
  });
  return onwards?.hop ?? null;
}

function diagnoseHop(arrival: Arrival, course: Course, context: WayContext): Diagnosis {
  const hop = context.model.hops.get(arrival.hop);
  if (hop === undefined) throw new Error(`the model has no hop ${arrival.hop}`);
  const way = readWay(arrival, hop, course, context);
  const concluded = conclude(AT_HOP.map(({ loss, judge }) => ({ loss, opinion: judge(way) })));
  return {
    ...at({ kind: 'hop', hop: hop.name }, course),
    since: arrival.steps.at(-1)?.at ?? arrival.startedAt,
    ...concluded,
    replay: replayOf(way, course, concluded.conclusion),
  };
}

function diagnoseStage(course: Course, name: string, { model, health }: WayContext): Diagnosis {
  const stage = model.stages.get(name);
  const isHidden = stage === undefined ? null : hidden(course, stage, model, health);
  const opinions: Opinions = [
    { loss: 'working', opinion: working(course, name, model) },
    ...(isHidden === null ? [] : [{ loss: 'hidden' as const, opinion: isHidden }]),
  ];
  return {
    ...at({ kind: 'stage', stage: name }, course),
    since: course.visits.findLast((visit) => visit.stage === name)?.at ?? null,
    ...conclude(opinions),
    replay: null,
  };
}

/** What became of an order of which two witnesses have said different things for too long. */
export function diagnoseContradiction(
  disagreement: Disagreement,
  course: Course,
  context: WayContext,
): Diagnosis {
  const { since, dueAt, behind } = disagreement;
  const hopOfStatus = (stage: string) =>
    [...context.model.hops.values()].find(({ status }) => status === stage)?.name ?? null;
  const window = { from: since, to: dueAt };
  const ofTable = context.model.witnesses.get(behind.witness)?.systems ?? [behind.system];
  const services = sightOfAll(ofTable.map((system) => sightOfSystem(system, 'row', { ...context, window })));
  return {
    ...at(placeOfContradiction(disagreement, course, hopOfStatus), course),
    since,
    ...conclude(opinionsOn(disagreement, course, services, ofTable)),
    replay: null,
  };
}

/** What breaks the rules of the model: a message handled twice, news that overtook other news, a step back. */
export function diagnoseDisorder(anomaly: Anomaly, course: Course): Diagnosis | null {
  const fact = DISORDER[anomaly.kind];
  if (fact === null) return null;
  const stage = anomaly.kind === 'duplicate' ? anomaly.stage : anomaly.to;
  const other = anomaly.kind === 'out-of-order' ? anomaly.from : anomaly.kind === 'duplicate' ? null : stage;
  const seen = seenBy(anomaly.witness, fact, anomaly.at, other);
  return {
    ...at({ kind: 'stage', stage }, course),
    since: anomaly.at,
    ...conclude([{ loss: 'disorder', opinion: proven(seen) }]),
    replay: null,
  };
}

/** A clock that is wrong is none. */
const DISORDER: Readonly<Record<Anomaly['kind'], Fact | null>> = {
  'illegal-transition': 'went-back',
  'out-of-order': 'out-of-order',
  duplicate: 'repeated',
  'time-backwards': null,
};

/** Whoever writes a row may have set it back: all of them must have been heard. */
function sightOfAll(sights: readonly Sight[]): Sight {
  const [first] = sights;
  if (first === undefined) throw new Error('a table belongs to a system');
  return sights.find(({ reason }) => reason === 'dark') ?? first;
}

function at(
  place: LossPlace,
  { line, incarnation }: Course,
): Pick<Diagnosis, 'place' | 'line' | 'incarnation'> {
  return { place, line, incarnation };
}
