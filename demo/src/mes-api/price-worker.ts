import { recordStatusChange, resumeContext } from '@orderwatch/instrumentation';
import type { Pool } from 'pg';
import { inTransaction } from '../database/pool.ts';
import { Loop } from '../delivery/loop.ts';
import type { Outgoing } from '../delivery/outgoing.ts';
import { enterStatus, insertOrder, lockOrder } from '../mes-store/orders.ts';
import { finishJob, type PriceJob, postponeJob, takeJobs } from '../mes-store/price-jobs.ts';
import { bindMesOrder } from '../order/bind-facts.ts';
import { envelope, type OrderEvent } from '../order/order-event.ts';
import type { Status } from '../order/status.ts';
import type { Ground } from '../service/ground.ts';
import { spoilList } from './distort-list.ts';
import type { PriceSource } from './price-source.ts';

export interface PriceDeps extends Pick<Ground, 'activity' | 'faults' | 'log'> {
  pool: Pool;
  outgoing: Outgoing;
  prices: PriceSource;
}

const AT_ONCE = 8;
const EVERY_MS = 2_000;
/** What a price may still be written to; the order of a later one has been agreed on. */
const MAY_BE_PRICED: readonly Status[] = ['SUBMITTED', 'PRICE_CALCULATED'];

/** Computes the prices that are asked for, several at a time. A job that a crash interrupts begins again. */
export function createPriceWorker(deps: PriceDeps): Loop {
  const { pool, activity, log } = deps;
  let running = 0;

  const work = async (job: PriceJob) => {
    running++;
    try {
      await resumeContext(job.carried, () => price(deps, job), { name: 'price job' });
    } catch (error) {
      log.warn({ err: error, attempts: job.attempts }, 'the price could not be computed');
      await postponeJob(pool, job).catch((cause) => log.error({ err: cause }, 'a price job is stuck'));
    } finally {
      running--;
      loop.kick();
    }
  };

  const round = async () => {
    const jobs = running < AT_ONCE ? await takeJobs(pool, AT_ONCE - running) : [];
    // Nobody waits for them here: a long one must not hold up the others.
    for (const job of jobs) void activity.during(() => work(job));
    return 'done' as const;
  };

  const loop = new Loop({ round, everyMs: EVERY_MS, log, name: 'the price worker' });
  return loop;
}

async function price({ pool, outgoing, prices, faults, log }: PriceDeps, job: PriceJob): Promise<void> {
  const { facts, file } = job;
  bindMesOrder(facts);
  const price = await prices.priceOf(facts, file);
  const event: OrderEvent = {
    ...facts,
    status: 'PRICE_CALCULATED',
    at: new Date().toISOString(),
    file,
    price,
  };
  const result = await inTransaction(pool, async (tx) => {
    await finishJob(tx, job.id);
    const before = (await lockOrder(tx, facts.order))?.status;
    if (before !== undefined && !MAY_BE_PRICED.includes(before)) return undefined;
    // The order of a partner begins with its price.
    if (before === undefined) await insertOrder(tx, event);
    else await enterStatus(tx, facts.order, 'PRICE_CALCULATED', price);
    return { before, message: await outgoing.prepare(tx, envelope(event)) };
  });
  if (result === undefined) return log.warn('a price came too late, and is thrown away');
  const { before, message } = result;
  recordStatusChange({ status: 'PRICE_CALCULATED', ...(before === undefined ? {} : { from: before }) });
  log.info('price received');
  await spoilList(pool, faults, facts.order, 'PRICE_CALCULATED');
  await outgoing.send(message);
}
