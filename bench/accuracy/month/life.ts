import type { RawRecord } from '@orderwatch/sla-watcher';
import { draw } from '../plan/draw.ts';
import type { Loss } from '../plan/strikes.ts';
import { afterWork } from './working-time.ts';

/** Something that a witness will see at an instant. */
export interface Told {
  readonly at: number;
  readonly record: RawRecord;
}

/** What is wrong with an order, where, and for how long. */
export interface Fate {
  readonly loss: Loss;
  readonly hop: string;
  /** Hours until somebody sends the message again by hand. */
  readonly hours: number;
}

export interface Life {
  readonly order: string;
  readonly told: readonly Told[];
  readonly fate: Fate | null;
  /** When it was struck; null: it was not, or its life ended before. */
  readonly struckAt: number | null;
}

interface Step {
  readonly status: string;
  readonly hop: string | null;
  readonly key: string;
  /** Whether a hop of it leads to MES. */
  readonly isToMes: boolean;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const hop = (status: string, name: string | null, isToMes = false): Step => ({
  ...{ status, hop: name, isToMes, key: `order.${status.toLowerCase()}` },
});
export const STEPS: readonly Step[] = [
  hop('INITIATED', null),
  hop('FILE_UPLOADED', null),
  hop('SUBMITTED', 'submitted-to-mes', true),
  hop('PRICE_CALCULATED', 'price-to-crm'),
  hop('MANUFACTURING_APPROVED', 'approved-to-mes', true),
  hop('MANUFACTURING_STARTED', 'started-to-crm'),
  hop('MANUFACTURING_COMPLETED', 'completed-to-crm'),
  hop('PACKAGING', 'packaging-to-crm'),
  hop('SHIPPED', 'shipped-to-crm'),
  hop('CLOSED', null),
];
/** Written by MES. */
const OF_MES = new Set([
  'PRICE_CALCULATED',
  'MANUFACTURING_STARTED',
  'MANUFACTURING_COMPLETED',
  'PACKAGING',
  'SHIPPED',
]);

export interface LifeOptions {
  readonly order: string;
  readonly seed: number;
  readonly beginsAt: number;
  readonly fate: Fate | null;
  /** A message that is sent at this instant is handled at that one: services may be stopped. */
  handledAt(sentAt: number): number;
}

/** All that every witness will be told of one order, from its beginning to its end. */
export function live({ order, seed, beginsAt, fate, handledAt }: LifeOptions): Life {
  const told: Told[] = [];
  const pen = createPen(order, told, seed);
  let at = beginsAt;
  let struckAt: number | null = null;
  for (const [number, step] of STEPS.entries()) {
    if (number > 0) at = Math.round(nextAt(at, step.status, seed, order));
    const isOfMes = OF_MES.has(step.status);
    if (isOfMes) pen.mesRow(step.status, at);
    else pen.shopRow(step.status, at);
    pen.statusChange(step, at, isOfMes);
    if (step.hop === null) continue;
    const isStruck = fate?.hop === step.hop;
    const sentAt = at + 20;
    if (isStruck && fate !== null) {
      struckAt = at;
      pen.lost(step, sentAt, fate.loss);
      at += Math.round(fate.hours * HOUR_MS);
    }
    const arrivesAt = isStruck ? at : handledAt(sentAt);
    if (!isStruck) pen.handled(step, sentAt, arrivesAt);
    if (step.isToMes) pen.mesRow(step.status, arrivesAt);
    else pen.shopRow(step.status, arrivesAt);
    // Whoever takes the next step sees the order only once it has arrived.
    at = Math.max(at, arrivesAt);
  }
  return { order, told, fate, struckAt };
}

/** Within the limits of orderwatch.yaml. */
function nextAt(from: number, status: string, seed: number, order: string): number {
  const chance = draw(seed, order, status);
  const between = (least: number, most: number) => least + chance * (most - least);
  switch (status) {
    case 'FILE_UPLOADED':
      return from + between(1, 60) * MINUTE_MS;
    case 'SUBMITTED':
      return from + between(1, 240) * MINUTE_MS;
    case 'PRICE_CALCULATED':
      return from + between(1, 25) * MINUTE_MS;
    case 'MANUFACTURING_APPROVED':
      return from + between(1, 90) * HOUR_MS;
    case 'MANUFACTURING_STARTED':
      return afterWork(from, between(0.5, 20));
    case 'MANUFACTURING_COMPLETED':
      return afterWork(from, between(4, 36));
    case 'PACKAGING':
    case 'SHIPPED':
      return afterWork(from, between(0.2, 6));
    default:
      return from + between(24, 200) * HOUR_MS;
  }
}

function createPen(order: string, told: Told[], seed: number) {
  const mesId = `M-${order.padStart(4, '0')}`;
  let spans = 0;
  const iso = (at: number) => new Date(at).toISOString();
  const row = (witness: string, at: number, columns: Record<string, string | null>) =>
    told.push({ at, record: { kind: 'row', witness, position: `order ${order}`, row: columns } });
  const point = (step: Step, at: number, of: HopPart) => {
    spans += 1;
    const service = (of.point === 'published') === step.isToMes ? 'crm-api' : 'mes-api';
    const carrier = {
      via: 'amqp',
      names: ['jewellery.orders', queueOf(step)],
      routingKey: step.key,
    } as const;
    told.push({
      at,
      record: {
        ...{ kind: 'hop', witness: 'traces', position: `span ${spans}`, service, system: null },
        ...{ orders: [service === 'mes-api' ? mesId : order], line: undefined, status: step.status, at },
        ...{ attributes: {}, attempt: null, messageId: `${order} ${step.status}`, nanos: 0 },
        ...{ traceId: hex(32, order, step.status), spanId: hex(16, order, step.status, spans), carrier },
        ...{ outcome: null, error: null, ...of },
      },
    });
  };
  return {
    shopRow(status: string, at: number) {
      const times = { changed_at: iso(at), recorded_at: iso(at) };
      const facts = { channel: 'b2c', partner_id: null, complexity: 'low', promised_on: null, is_test: 'f' };
      row('shop-db', at, { order_id: order, status, ...times, ...facts });
    },
    /** With what the operators' list shows of it from then on. */
    mesRow(status: string, at: number) {
      row('mes-db', at, { external_id: mesId, status, updated_at: iso(at) });
      const isListed = status !== 'SHIPPED';
      const says = isListed ? ('listed' as const) : ('unlisted' as const);
      const shown = { order: mesId, status: isListed ? status : 'PACKAGING', says, at };
      told.push({ at, record: { kind: 'side', witness: 'mes-list', position: `list ${order}`, ...shown } });
    },
    statusChange({ status }: Step, at: number, isOfMes: boolean) {
      const service = isOfMes ? 'mes-api' : 'crm-api';
      const system = isOfMes ? 'mes' : /INITIATED|FILE_UPLOADED|SUBMITTED/.test(status) ? 'shop' : 'crm';
      const id = isOfMes ? mesId : order;
      const base = {
        kind: 'status',
        witness: 'traces',
        position: `change ${status}`,
        service,
        system,
      } as const;
      told.push({ at, record: { ...base, order: id, line: undefined, status, at, attributes: {} } });
    },
    handled(step: Step, sentAt: number, at: number) {
      point(step, sentAt, { point: 'published', outcome: 'confirmed' });
      point(step, at - 8, { point: 'received' });
      point(step, at - 4, { point: 'stored' });
      point(step, at, { point: 'handled', outcome: 'acked' });
    },
    lost(step: Step, at: number, loss: Loss) {
      if (loss === 'not-published') return;
      const outcome = loss === 'publish-failed' ? 'returned' : 'confirmed';
      point(step, at, { point: 'published', outcome });
      if (loss !== 'consumer-failed' && loss !== 'not-stored' && loss !== 'dead-lettered') return;
      const received = at + 10 + Math.floor(draw(seed, order, 'received') * 50);
      point(step, received, { point: 'received' });
      if (loss === 'not-stored') point(step, received + 5, { point: 'handled', outcome: 'acked' });
      else if (loss === 'consumer-failed')
        point(step, received + 5, { point: 'failed', outcome: 'acked', error: 'TypeError' });
      else {
        point(step, received + 5, { point: 'failed', outcome: 'rejected', error: 'BadModel' });
        deadLetter(told, { order, step, at: received + 6 });
      }
    },
  };
}

interface HopPart {
  readonly point: 'published' | 'received' | 'stored' | 'handled' | 'failed';
  readonly outcome?: string;
  readonly error?: string;
}

function deadLetter(told: Told[], { order, step, at }: { order: string; step: Step; at: number }): void {
  const carrier = { via: 'amqp', names: [queueOf(step)], routingKey: step.key } as const;
  told.push({
    at,
    record: {
      ...{ kind: 'point', witness: 'dead-letters', position: `letter ${order}`, order, status: step.status },
      ...{ carrier, point: 'dead-lettered', at, outcome: 'rejected', attempt: 1 },
      ...{ messageId: `${order} ${step.status}`, traceId: null, spanId: null },
    },
  });
}

function queueOf({ isToMes }: Step): string {
  return isToMes ? 'jewellery.mes.orders' : 'jewellery.crm.orders';
}

function hex(length: number, ...by: readonly (string | number)[]): string {
  const digit = (at: number) => Math.floor(draw(...by, at) * 16).toString(16);
  return Array.from({ length: length / 8 }, (_, at) => digit(at).repeat(8)).join('');
}
