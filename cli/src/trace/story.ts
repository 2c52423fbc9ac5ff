import type { Model } from '@orderwatch/model';
import {
  type Clock,
  type Course,
  createAssessor,
  createHealthBoard,
  findOrder,
  type Incident,
  type JourneyRecord,
  type Observation,
  type StoreReads,
  type Verdict,
  type WitnessHealth,
} from '@orderwatch/sla-watcher';

/** All that is known of one order, judged now. */
export interface Story {
  readonly record: JourneyRecord;
  readonly verdict: Verdict;
  readonly courses: readonly Course[];
  /** Those that have an alarm on this order. */
  readonly incidents: readonly Incident[];
  readonly blind: readonly WitnessHealth[];
  /** By event time; of an order with very many, the first. */
  readonly observations: readonly Observation[];
}

/** An order with more observations than this was told wrong, and nobody reads them all. */
const MOST_OBSERVATIONS = 2000;

/** Null: no order is known by this id. */
export async function readStory(
  store: StoreReads,
  model: Model,
  clock: Clock,
  id: string,
): Promise<Story | null> {
  const record = await findOrder(store, model, id);
  if (record === null) return null;
  const board = createHealthBoard(store, model, clock);
  await board.refresh();
  const health = board.current();
  const { verdict, courses } = createAssessor(model).assess(record.journey, clock.now(), health);
  const incidents = await Promise.all(record.alarms.map(({ incident }) => store.incident(incident)));
  return {
    record,
    verdict,
    courses,
    incidents: incidents.filter((incident) => incident !== null),
    blind: [...health.values()].filter(({ state }) => state === 'blind'),
    observations: await store.observations(record.journey.order, MOST_OBSERVATIONS),
  };
}
