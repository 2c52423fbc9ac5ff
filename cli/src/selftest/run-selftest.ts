import { setTimeout as sleep } from 'node:timers/promises';
import type { Model } from '@orderwatch/model';
import { type Environment, oneLine, secretFrom } from '@orderwatch/sla-watcher';
import { createProgress, type Progress, SILENT } from '../backtest/progress.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { loadModel } from '../model-file.ts';
import { isScreen, paintFor, print, printJson } from '../show/screen.ts';
import type { SelftestFlags } from './flags.ts';
import { connectPeer } from './peers/peer.ts';
import { type CanaryBody, connectPlatform, type Platform } from './peers/platform.ts';
import { connectWatcher, type WatcherApi } from './peers/watcher.ts';
import { refuseMisfit, refuseProduction, refuseStranger } from './refusals.ts';
import { renderResult } from './render-result.ts';
import { type SelftestResult, shortfallsOf } from './result.ts';
import { resultJson } from './result-json.ts';
import { slackOf } from './trial/deadlines.ts';
import { type FollowedCanary, followAll } from './trial/follow.ts';
import { MANNERS } from './trial/known-faults.ts';
import { strikeAll } from './trial/phase.ts';
import { type Plan, planStrikes } from './trial/plan.ts';

const STOPPED = 130;
const HEALTHY_EVERY = 3;
const POLL_MS = 500;

interface Trial {
  readonly model: Model;
  readonly platform: Platform;
  readonly watcher: WatcherApi;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** Faults that are in force, by their id. */
  readonly inForce: Set<string>;
}

export async function runSelftest(flags: SelftestFlags, environment: Environment): Promise<void> {
  const model = loadModel(flags.model);
  refuseProduction(model);
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, onSignal);
  const progress = createProgress(isScreen(process.stderr) ? process.stderr : SILENT, Date.now);
  const trial = {
    model,
    progress,
    signal: stop.signal,
    inForce: new Set<string>(),
    ...peersOf(flags, environment, stop.signal),
  };
  try {
    const result = await test(trial, flags);
    progress.end();
    if (flags.json) printJson(resultJson(result, model));
    else print(renderResult(result, paintFor(process.stdout)));
    if (shortfallsOf(result).length > 0) process.exitCode = EXIT_CODE.found;
  } catch (error) {
    progress.end();
    if (!stop.signal.aborted) throw error;
    process.exitCode = STOPPED;
    process.stderr.write('orderwatch: stopped; what was injected is cleared\n');
  } finally {
    await clearAll(trial);
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, onSignal);
  }
}

function peersOf({ platform, watcher }: SelftestFlags, environment: Environment, signal: AbortSignal) {
  const peer = (what: string, url: string, tokenName: string) =>
    connectPeer({ what, url, tokenName, token: secretFrom(environment, tokenName), signal });
  return {
    platform: connectPlatform(peer('the platform', platform, 'ORDERWATCH_PLATFORM_TOKEN')),
    watcher: connectWatcher(peer('the watcher', watcher, 'ORDERWATCH_TOKEN')),
  };
}

async function test(trial: Trial, flags: SelftestFlags): Promise<SelftestResult> {
  const { model, platform, watcher, progress } = trial;
  progress.say('looks at the platform and the watcher');
  const offered = await platform.offered();
  refuseMisfit(offered, model);
  for (const { witness, why } of await watcher.blind())
    process.stderr.write(oneLine(`orderwatch: witness ${witness} is blind: ${why}`).concat('\n'));
  const plan = planStrikes(offered, model, {
    ...{ only: flags.only ?? [], rounds: flags.rounds, timeoutMs: flags.timeout },
  });
  const healthy = healthyCanary(model);
  await meetWatcher(trial, healthy);
  return { ...(await playPlan(trial, plan, healthy)), skipped: plan.skipped, threshold: flags.threshold };
}

/** The first one goes its whole way, and the watcher has to hear of it. */
async function meetWatcher({ model, platform, watcher, signal, progress }: Trial, healthy: CanaryBody) {
  progress.say('a first canary goes its way');
  const id = await platform.makeCanary(healthy);
  const giveUpAt = Date.now() + slackOf(model);
  let order = id === null ? null : await watcher.order(id);
  while (id !== null && order === null && Date.now() < giveUpAt) {
    await sleep(POLL_MS, undefined, { signal });
    order = await watcher.order(id);
  }
  refuseStranger(order, id ?? '', model);
}

async function playPlan(
  trial: Trial,
  { strikes }: Plan,
  healthy: CanaryBody,
): Promise<Pick<SelftestResult, 'canaries' | 'missed'>> {
  const { model, platform, watcher, signal, progress, inForce } = trial;
  const canaries: FollowedCanary[] = [];
  const missed: SelftestResult['missed'][number][] = [];
  for (const manner of MANNERS) {
    const own = strikes.filter((strike) => strike.manner === manner);
    if (own.length === 0) continue;
    const phase = await strikeAll(platform, own, {
      ...{ healthyEvery: HEALTHY_EVERY, healthy, signal },
      injected: (id) => void inForce.add(id),
      progress: (what) => progress.say(`injects ${what}`),
    });
    missed.push(...phase.missed);
    if (phase.canaries.length > 0) {
      const watched = (what: string) => progress.say(`waits for verdicts: ${what}`);
      const options = { slackMs: slackOf(model), signal, progress: watched };
      canaries.push(...(await followAll(watcher, phase.canaries, options)));
    }
    await clearAll(trial);
  }
  return { canaries, missed };
}

/** Each by its id: others may have faults of their own there. */
async function clearAll({ platform, inForce }: Pick<Trial, 'platform' | 'inForce'>): Promise<void> {
  const left: string[] = [];
  for (const id of inForce) {
    await platform.clear(id).then(
      () => inForce.delete(id),
      () => left.push(id),
    );
  }
  if (left.length > 0)
    process.stderr.write(`orderwatch: these faults could not be cleared: ${left.map(oneLine).join(', ')}\n`);
}

/** A whole life, as far as the model says what that is. */
function healthyCanary({ stages, hops }: Model): CanaryBody {
  const end = [...stages.values()].find((stage) => stage.end === 'success');
  if (end !== undefined) return { stage: end.name };
  return { hop: [...hops.keys()].at(-1) ?? '' };
}
