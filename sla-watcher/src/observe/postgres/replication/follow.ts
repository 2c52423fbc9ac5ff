import type { DatabaseWitness } from '@orderwatch/model';
import type { Clock } from '../../../ports.ts';
import type { SourceTime } from '../commits/look.ts';
import type { Lsn } from '../slot/lsn.ts';
import type { Replication } from '../slot/refusals.ts';
import type { SlotStream } from '../slot/slot-stream.ts';
import { Changes, type Collected } from './changes.ts';
import { type Position, writePosition } from './position.ts';
import { resume } from './resume.ts';
import { type Sight, sightOf } from './sight.ts';
import type { Survey } from './survey.ts';

export interface Following {
  readonly config: DatabaseWitness;
  readonly capture: Replication;
  readonly clock: Clock;
  readonly staysMs: number;
  /** Orders that went, across reads. */
  readonly remembered: Map<string, string>;
  readonly look: () => Promise<Survey>;
}

/** What has come, and where it leaves us once it is durable. */
export interface Followed {
  readonly collected: Collected;
  readonly position: Position;
  readonly survey: Survey;
  /** Everything is seen that was there when the survey was made. */
  readonly isAll: boolean;
}

/** What is seen once the log is taken up to here. */
interface Goal {
  readonly target: Lsn;
  readonly sight: Sight;
}

/** A batch, though an empty one, comes at least so often: with it the lease of the read is renewed. */
const TELLS_EVERY_MS = 5_000;
/** How long nothing need come until what has come is handed on. */
const QUIET_MS = 1_000;

/**
 * Takes what the stream brings until everything that was there to be seen is, and then for `staysMs`;
 * whoever asks for the next has made the one before durable. Ends early where the slot is no longer fit:
 * the next read finds it so, and says it.
 */
export async function* follow(
  stream: SlotStream,
  begun: Position,
  at: Lsn,
  first: Survey,
  { config, capture, clock, staysMs, remembered, look }: Following,
): AsyncGenerator<Followed, void> {
  const changes = new Changes(first.plan, at, config.pageRows, remembered);
  const begunAt = clock.wall();
  let [position, survey, toldAt, lookedAt] = [begun, first, begunAt, begunAt];
  let goal: Goal | null = goalOf(first, begun, clock);
  stream.acknowledge(at, true);
  for (;;) {
    const isReached = goal !== null && changes.committed >= goal.target;
    const event = isReached ? null : await stream.next(QUIET_MS);
    if (event !== null) changes.take(event);
    const isQuiet = event === null && !changes.isEmpty;
    if (isReached || isQuiet || changes.isFull || clock.wall() - toldAt >= TELLS_EVERY_MS) {
      const collected = changes.collect();
      position = moveOn(
        position,
        changes.committed,
        isReached ? goal!.sight : null,
        collected,
        survey,
        clock,
      );
      yield { collected, position, survey, isAll: isReached };
      toldAt = clock.wall();
    } else if (event === null) stream.acknowledge(placeOf(position), goal !== null);
    if (isReached && clock.wall() - begunAt >= staysMs) return;
    if (isReached) goal = null;
    if (goal !== null || clock.wall() - lookedAt < config.pollMs) continue;
    survey = await look();
    if (resume(writePosition(position), survey.found, capture, clock).stage.kind === 'anew') return;
    goal = goalOf(survey, position, clock);
    lookedAt = clock.wall();
  }
}

function goalOf({ activity, target }: Survey, position: Position, clock: Clock): Goal {
  return { target, sight: sightOf(activity, position, clock) };
}

function moveOn(
  position: Position,
  committed: Lsn,
  sight: Sight | null,
  { truncatedAt }: Collected,
  survey: Survey,
  clock: Clock,
): Position {
  const emptied = truncatedAt === null ? null : orderTime(truncatedAt, survey, clock);
  return {
    ...position,
    ...sight,
    stage: { kind: 'stream', at: committed },
    truncatedAt: emptied ?? position.truncatedAt,
  };
}

/** What the source's clock showed, as a time that orders live in. */
export function orderTime(at: SourceTime, { activity }: Survey, clock: Clock): number {
  return clock.at(Number(at / 1000n) - activity.skewMs);
}

function placeOf({ stage }: Position): Lsn {
  return stage.kind === 'stream' ? stage.at : 0n;
}
