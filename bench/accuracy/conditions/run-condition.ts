import { weigh, type Weighed } from '../oracle/weigh.ts';
import { MANNERS, perform } from '../plan/perform.ts';
import { follow, type FollowedOrder } from '../score/follow.ts';
import { HOP_LIMIT_MS, STAGE_LIMIT_MS } from '../trial/trial-model.ts';
import type { Servers } from '../trial/servers.ts';
import { startTrial, type Trial } from '../trial/trial.ts';
import type { Condition } from './condition.ts';
import { untilSeeing } from './until-seeing.ts';

export interface Outcome {
  readonly orders: readonly FollowedOrder[];
  readonly weighed: readonly Weighed[];
  readonly missed: readonly string[];
  /** Answers of the watcher to telemetry that were no full success. */
  readonly complaints: readonly string[];
  /** Of the watcher's log. */
  readonly errors: readonly string[];
}

export interface RunOptions {
  readonly seed: number;
  readonly rounds: number;
  readonly healthyShare: number;
  /** Null: all; else those whose name begins so. */
  readonly faults: readonly string[];
  progress(what: string): void;
}

/** After the deadline, until the last word: polls, what they may lag, and what a list is asked twice for. */
const SETTLE_MS = 9_000;
/** What could be decided is waited for longer: the machine may be busy, and eyes behind. */
const BUSY_MS = 45_000;

export async function runCondition(
  servers: Servers,
  condition: Condition,
  options: RunOptions,
): Promise<Outcome> {
  const { progress, seed } = options;
  progress('starts');
  const trial = await startTrial(servers, condition.trial);
  try {
    await untilSeeing(trial);
    await condition.begin?.(trial, seed);
    const outcome: { orders: FollowedOrder[]; missed: string[] } = { orders: [], missed: [] };
    for (let round = 0; round < options.rounds; round++) {
      await playRound(trial, condition, { ...options, round }, outcome);
    }
    const weighed = outcome.orders.flatMap((known) => weigh(known, condition.sight(known, trial)) ?? []);
    return { ...outcome, weighed, complaints: trial.telemetry.complaints, errors: trial.errors };
  } finally {
    await trial.stop();
  }
}

async function playRound(
  trial: Trial,
  condition: Condition,
  { seed, round, healthyShare, faults, progress }: RunOptions & { readonly round: number },
  outcome: { orders: FollowedOrder[]; missed: string[] },
): Promise<void> {
  const all = condition
    .strikes(seed, round)
    .filter(({ name }) => faults.length === 0 || faults.some((wanted) => name.startsWith(wanted)));
  for (const manner of MANNERS) {
    const strikes = all.filter((strike) => strike.manner === manner);
    if (strikes.length === 0) continue;
    progress(`round ${round + 1}: ${strikes.length} faults, ${manner}`);
    const phase = await perform(trial.demo, manner, strikes, { seed: seed + round, healthyShare });
    const isLong = strikes.some(({ loss }) => loss === 'working');
    const limit = isLong ? STAGE_LIMIT_MS : HOP_LIMIT_MS;
    const until = Date.now() + limit + SETTLE_MS + (condition.patienceMs ?? 0);
    const followed = await follow(trial, phase.orders, {
      ...{ until, longest: until + BUSY_MS },
      isOpen: (known) => weigh(known, condition.sight(known, trial))?.weight === 'open',
      progress: (told) =>
        progress(`round ${round + 1}: ${manner}, told of ${told} of ${phase.orders.length} orders`),
    });
    await phase.clear();
    if (manner !== 'crash') await trial.demo.quiet().catch(() => {});
    outcome.orders.push(...followed);
    outcome.missed.push(...phase.missed);
  }
}
