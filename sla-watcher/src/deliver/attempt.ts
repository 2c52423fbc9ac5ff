import type { Delivery, DeliveryOutcome, Message } from '../domain/delivery.ts';
import type { ChannelAnswer } from '../ports.ts';
import type { DeliverDeps, Route } from './deps.ts';
import { mayHaveArrived, outcomeOf } from './outcome.ts';

/** What became of one claimed delivery. */
export type Attempted =
  | { readonly reason: 'settled'; readonly delivery: Delivery; readonly outcome: DeliveryOutcome }
  | { readonly reason: 'lease-lost'; readonly delivery: Delivery };

/** Sends one claimed delivery and settles it. Rejects only when the store does: then the lease runs out. */
export async function attempt(deps: DeliverDeps, delivery: Delivery, abort: AbortSignal): Promise<Attempted> {
  const { clock, events, health, pace } = deps;
  const { subject, channel, wanted: revision } = delivery;
  if (isPointless(delivery)) return leaveUnsent(deps, delivery);
  const route = deps.routes.get(channel);
  // An update in place cannot repeat anything.
  const repeat = delivery.inDoubt && delivery.ref === null;
  const message = repeat ? { ...delivery.message, possibleRepeat: true } : delivery.message;
  pace.sent(channel, clock.wall(), route?.gapMs ?? 0);
  const answer = route === undefined ? NO_SUCH_CHANNEL : await ask(deps, route, message, delivery, abort);
  const outcome = outcomeOf(answer, delivery, deps.policy, clock.wall(), deps.random);
  if (outcome.reason === 'accepted') health.worked(channel, clock.wall());
  else health.failed(channel, outcome.error, clock.wall());
  // Before anything is awaited, so that nothing slips through meanwhile.
  if (outcome.reason === 'retry' && outcome.error === 'rate-limited') pace.silence(channel, outcome.retryAt);
  if (repeat && arrived(outcome)) events.repeated?.({ subject, channel, revision });

  const fallback = outcome.reason === 'failed' ? await fallBack(deps, delivery, outcome) : null;
  const settled = await deps.store.settleDelivery(delivery, outcome, clock.wall());
  if (!settled) {
    events.leaseLost?.({ subject, channel, revision });
    return { reason: 'lease-lost', delivery };
  }
  tell(deps, delivery, outcome, fallback);
  return { reason: 'settled', delivery, outcome };
}

/** What stands nowhere needs no last word, and cannot be updated where a channel updates nothing. */
function isPointless({ message, ref }: Delivery): boolean {
  return message.kind === 'continued' && ref === null;
}

async function leaveUnsent(deps: DeliverDeps, delivery: Delivery): Promise<Attempted> {
  const outcome = { reason: 'accepted', ref: null, revision: delivery.wanted } as const;
  const settled = await deps.store.settleDelivery(delivery, outcome, deps.clock.wall());
  return settled ? { reason: 'settled', delivery, outcome } : { reason: 'lease-lost', delivery };
}

/** The model no longer has the channel. */
const NO_SUCH_CHANNEL: ChannelAnswer = { reason: 'failed', error: 'channel-gone' };
const NO_ANSWER: ChannelAnswer = { reason: 'retry', error: 'timeout', afterMs: null };

/** Asks the channel, and waits no longer than the policy says or the deliverer's stop allows. */
async function ask(
  deps: DeliverDeps,
  { channel }: Route,
  message: Message,
  { ref }: Delivery,
  abort: AbortSignal,
): Promise<ChannelAnswer> {
  const late = new AbortController();
  const answered = new AbortController();
  // Not AbortSignal.any: what it joins to a signal as old as the process stays in memory as long.
  const giveUp = () => late.abort();
  abort.addEventListener('abort', giveUp);
  if (abort.aborted) giveUp();
  const noAnswer = new Promise<ChannelAnswer>((resolve) => {
    if (late.signal.aborted) resolve(NO_ANSWER);
    late.signal.addEventListener('abort', () => resolve(NO_ANSWER), { once: true });
  });
  void deps.sleep(deps.policy.timeoutMs, answered.signal).then(giveUp);
  try {
    return await Promise.race([channel.send(message, ref, late.signal), noAnswer]);
  } catch {
    // A message that breaks its adapter would do so again: another channel must tell it.
    return { reason: 'failed', error: 'message-refused' };
  } finally {
    answered.abort();
    abort.removeEventListener('abort', giveUp);
  }
}

/**
 * Hands a message that failed for good to the channel's fallback. It comes before settling: a death in
 * between repeats the attempt, and wanting the same revision twice is wanting it once.
 */
async function fallBack(
  deps: DeliverDeps,
  delivery: Delivery,
  { error }: DeliveryOutcome & { reason: 'failed' },
): Promise<string | null> {
  const fallback = deps.routes.get(delivery.channel)?.fallback ?? null;
  if (fallback === null) return null;
  const { subject, channel, wanted: revision } = delivery;
  const facts = [deps.failureFact(channel, error), ...delivery.message.facts];
  const message = { ...delivery.message, facts };
  await deps.store.transaction((tx) =>
    tx.wantDeliveries([{ subject, channel: fallback, revision, message, shadow: false }]),
  );
  return fallback;
}

function arrived(outcome: DeliveryOutcome): boolean {
  return outcome.reason === 'accepted' || (outcome.reason === 'retry' && mayHaveArrived(outcome.error));
}

function tell(deps: DeliverDeps, delivery: Delivery, outcome: DeliveryOutcome, fallback: string | null) {
  const { subject, channel, wanted: revision } = delivery;
  const sent = { subject, channel, revision };
  switch (outcome.reason) {
    case 'accepted':
      return deps.events.accepted?.(sent);
    case 'retry':
      return deps.events.retried?.({ ...sent, error: outcome.error, retryAt: outcome.retryAt });
    case 'post-anew':
      return deps.events.retried?.({ ...sent, error: outcome.error, retryAt: deps.clock.wall() });
    case 'failed':
      return deps.events.failed?.({ ...sent, error: outcome.error, fallback });
  }
}
