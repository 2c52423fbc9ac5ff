import { HOP_NAMES, HOPS, type HopName } from '../order/hop.ts';
import type { Parameter } from './parameter.ts';

/**
 * Where in a service a fault can strike:
 * announce  the change is durable, and its message not published yet
 * publish   the message is handed to the broker
 * receive   a consumer has the message, and its handler has not begun
 * store     inside the handler's transaction
 * stored    the handler's row is durable
 * listed    MES has stored a status that its operators' list will show
 * price     a price is computed
 * people    somebody is about to take the next step by hand
 * answer    a partner's request is done, and not answered yet
 * list      the operators' list is asked for
 * request   any request, before it is handled
 * at-once   when the fault is injected
 */
export type Point =
  | 'announce'
  | 'publish'
  | 'receive'
  | 'store'
  | 'stored'
  | 'listed'
  | 'price'
  | 'people'
  | 'answer'
  | 'list'
  | 'request'
  | 'at-once';

/** What `hop`, `stage` or `service` of an injection must name, if anything. */
export type Place = { kind: 'hop' | 'stage' | 'service'; names: readonly string[] } | { kind: 'none' };

export interface FaultKind {
  /** Which of the classes of loss it belongs to; 0 is none of them. */
  class: number;
  point: Point;
  place: Place;
  /** Who does it: the service that it strikes, or somebody with a console on the database. */
  by: 'service' | 'hand';
  means: string;
  parameters: Readonly<Record<string, Parameter>>;
}

const ANY_HOP: Place = { kind: 'hop', names: HOP_NAMES };
/** Where the next message may overtake the one before. */
const OVERTAKEN: Place = {
  kind: 'hop',
  names: ['started-to-crm', 'completed-to-crm', 'packaging-to-crm'] satisfies HopName[],
};
const LISTED: Place = {
  kind: 'stage',
  names: [
    'SUBMITTED',
    'PRICE_CALCULATED',
    'MANUFACTURING_APPROVED',
    'MANUFACTURING_STARTED',
    'MANUFACTURING_COMPLETED',
    'PACKAGING',
  ],
};
/** Stages that end by somebody's hand. */
const BY_PEOPLE: Place = {
  kind: 'stage',
  names: [...LISTED.names.filter((name) => name !== 'SUBMITTED'), 'SHIPPED'],
};
const SERVICES: Place = {
  kind: 'service',
  names: ['shop-api', 'crm-api', 'mes-api', 'price-calculator', 'object-storage'],
};
const NOWHERE: Place = { kind: 'none' };

const side: Parameter = {
  kind: 'choice',
  values: ['shop', 'mes'],
  default: 'mes',
  means: 'in whose database',
};
const touched: Parameter = {
  kind: 'choice',
  values: ['yes', 'no'],
  default: 'yes',
  means: 'whether the row says when it was changed',
};
const after: Parameter = milliseconds(0, 'after the row was stored');

function milliseconds(byDefault: number, means: string, max = 600_000): Parameter {
  return { kind: 'number', min: 0, max, default: byDefault, means: `milliseconds; ${means}` };
}

function atHop(
  number: number,
  point: Point,
  means: string,
  parameters: Readonly<Record<string, Parameter>> = {},
  place: Place = ANY_HOP,
): FaultKind {
  return { class: number, point, place, by: 'service', means, parameters };
}

function byHand(means: string, number: number, parameters: Readonly<Record<string, Parameter>>): FaultKind {
  return { ...atHop(number, 'stored', means, parameters), by: 'hand' };
}

/** Every fault that can be injected, by name. */
export const CATALOGUE = {
  'not-published': atHop(1, 'announce', 'the change is stored and its message is never sent'),
  'crash-before-publish': atHop(1, 'announce', 'the process is killed between the commit and the message'),
  unroutable: atHop(
    2,
    'publish',
    'the message has a key that no queue is bound for, and comes back unnoticed',
  ),
  refused: atHop(2, 'publish', 'the broker refuses the message, and nobody notices'),
  expired: atHop(3, 'publish', 'confirmed, then its time to live runs out in the queue', {
    ttlMs: milliseconds(100, 'time to live', 60_000),
  }),
  overflowed: atHop(3, 'publish', 'confirmed, then dropped from the head of a full queue'),
  purged: atHop(3, 'publish', 'confirmed, then purged with its queue'),
  'queue-deleted': atHop(3, 'publish', 'confirmed, then gone with its queue'),
  'consumer-paused': atHop(4, 'publish', 'nobody takes from the queue; strikes every hop of that queue'),
  'consumer-slow': atHop(4, 'receive', 'the consumer takes its time', {
    delayMs: milliseconds(5_000, 'before it is handled'),
  }),
  'dead-lettered': atHop(5, 'receive', 'the consumer refuses the message, and it goes to the dead letters'),
  'requeue-loop': atHop(5, 'receive', 'the consumer gives the message back again and again', {
    delayMs: milliseconds(200, 'before it is given back'),
  }),
  'handler-failed': atHop(6, 'receive', 'the handler throws, and the message is acknowledged all the same'),
  'acked-early': atHop(6, 'receive', 'the message is acknowledged first, and then the handler throws'),
  'rolled-back': atHop(7, 'store', 'the handler ends well, and its transaction is rolled back'),
  'store-timed-out': atHop(7, 'store', 'the statement times out, and the handler takes that for success'),
  'changed-by-hand': byHand('somebody sets the row back by one status in one database', 9, {
    side,
    touched,
    afterMs: after,
  }),
  'only-in-one': {
    ...atHop(
      9,
      'at-once',
      'orders that stand in one database only; share does not matter',
      { side },
      NOWHERE,
    ),
    by: 'hand',
  },
  'price-slow': atHop(
    10,
    'price',
    'the computation of a price runs long',
    {
      delayMs: milliseconds(30_000, 'longer than it would', 7_200_000),
    },
    NOWHERE,
  ),
  'people-idle': atHop(
    10,
    'people',
    'nobody takes the next step; needs the load of this platform',
    {},
    BY_PEOPLE,
  ),
  'published-twice': atHop(11, 'publish', 'the same message is sent twice'),
  'out-of-order': atHop(
    11,
    'publish',
    'the message is overtaken by the next one of its order',
    {
      holdMs: milliseconds(10_000, 'at most, if there is no next one'),
    },
    OVERTAKEN,
  ),
  backwards: atHop(11, 'stored', 'the receiver falls back to the status before'),
  'partner-repeats': atHop(11, 'answer', 'the partner gets no answer, and is made to ask again', {}, NOWHERE),
  'hidden-stale': atHop(12, 'listed', 'the operators’ list goes on showing the status before', {}, LISTED),
  'hidden-filtered': atHop(12, 'listed', 'the operators’ list does not show the order', {}, LISTED),
  vanished: byHand('the rows of the order are deleted in one database', 13, { side, afterMs: after }),
  'slow-list': atHop(
    0,
    'list',
    'the operators’ list takes long where it is not cached',
    {
      delayMs: milliseconds(3_000, 'longer than it would', 60_000),
    },
    NOWHERE,
  ),
  'broken-release': atHop(0, 'request', 'requests fail with 500', {}, SERVICES),
} as const satisfies Readonly<Record<string, FaultKind>>;

export type FaultName = keyof typeof CATALOGUE;

export const FAULT_NAMES = Object.keys(CATALOGUE) as FaultName[];

export function kindOf(name: FaultName): FaultKind {
  return CATALOGUE[name];
}

/** Whether a fault that was injected at `named` strikes at `place` too: a paused queue has many hops. */
export function covers(name: FaultName, named: string | null, place: string): boolean {
  if (named === null || named === place) return true;
  if (name !== 'consumer-paused') return false;
  return receiverOf(named) !== undefined && receiverOf(named) === receiverOf(place);
}

function receiverOf(hop: string): string | undefined {
  return Object.hasOwn(HOPS, hop) ? HOPS[hop as HopName].to : undefined;
}
