import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { mesIdOf, parseMesId } from '../order/order-id.ts';
import { isStatus, type Status } from '../order/status.ts';
import { type Answer, ask, parseJson } from '../web/ask.ts';
import { CANARY_MODEL, type Channel, hasReached, type Teller, type WayStep, wayTo } from './way.ts';

/** What people see in the place of a partner, and a model may choose by. */
export const CANARY_PARTNER = 'canary';

export interface CanaryOrder {
  /** Up to which status; one that another system must learn of is set out on its hop then. */
  target: Status;
  channel: Channel;
  test: boolean;
}

export interface WalkDeps {
  urls: Readonly<Record<'shop-api' | 'crm-api' | 'mes-api', string>>;
  /** How long one canary may take. */
  timeoutMs: number;
  signal: AbortSignal;
}

export type Walked =
  | { kind: 'there'; order: string }
  /** `order` is null where not even that could be had. */
  | { kind: 'stuck'; order: string | null; reason: string };

const POLL_MS = 40;
const ASK_MS = 10_000;

/**
 * Makes an order and takes it on by the APIs that everybody uses. A service may be killed meanwhile, or
 * somebody else may take a step: what counts is which status the order has, not what was answered.
 */
export async function walkCanary(deps: WalkDeps, canary: CanaryOrder): Promise<Walked> {
  const giveUpAt = Date.now() + deps.timeoutMs;
  const isOver = () => Date.now() > giveUpAt || deps.signal.aborted;
  let order: number | undefined;
  while (order === undefined) {
    if (isOver()) return { kind: 'stuck', order: null, reason: 'no order could be made' };
    order = await begin(deps, canary);
    if (order === undefined) await sleep(POLL_MS);
  }
  for (const step of wayTo(canary.target, canary.channel)) {
    while (!(await isDone(deps, order, step))) {
      if (isOver()) {
        return { kind: 'stuck', order: String(order), reason: `order ${order} did not become ${step.to}` };
      }
      await sleep(POLL_MS);
    }
  }
  return { kind: 'there', order: String(order) };
}

async function begin({ urls }: WalkDeps, { channel, test }: CanaryOrder): Promise<number | undefined> {
  const isPartner = channel === 'b2b';
  const url = isPartner ? `${urls['mes-api']}/partner/orders` : `${urls['shop-api']}/orders`;
  const request = { reference: `${CANARY_PARTNER}-${randomUUID()}`, model: CANARY_MODEL };
  const body = { partnerId: CANARY_PARTNER, test, ...(isPartner ? request : {}) };
  // Whoever gets no answer asks again under the same reference, as a partner's program does.
  for (let tried = 0; tried < 2; tried++) {
    const answer = await tryTo(ask({ method: 'POST', url, body: JSON.stringify(body), timeoutMs: ASK_MS }));
    if (answer === undefined) continue;
    const id = answer.status < 300 ? String(parseJson(answer.body)['id']) : '';
    return isPartner ? parseMesId(id) : Number(id) || undefined;
  }
  return undefined;
}

/** Asks for the step where it may be asked for, and says whether the order has come so far. */
async function isDone(deps: WalkDeps, order: number, { to, teller, after, ask: made }: WayStep) {
  const status = await statusOf(deps, teller, order);
  if (status === undefined || hasReached(status, to)) return status !== undefined;
  if (made === null || after?.status !== status) return false;
  const { service, path, ...question } = made(order);
  await tryTo(ask({ ...question, url: `${deps.urls[service]}${path}`, timeoutMs: ASK_MS }));
  return false;
}

async function statusOf({ urls }: WalkDeps, teller: Teller, order: number): Promise<Status | undefined> {
  const id = teller === 'mes-api' ? mesIdOf(order) : order;
  const answer = await tryTo(ask({ method: 'GET', url: `${urls[teller]}/orders/${id}`, timeoutMs: ASK_MS }));
  if (answer === undefined || answer.status >= 300) return undefined;
  const { status } = parseJson(answer.body);
  return isStatus(status) ? status : undefined;
}

/** Undefined where nobody answered. */
async function tryTo(asked: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await asked;
  } catch {
    return undefined;
  }
}
