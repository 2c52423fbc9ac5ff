import { draw } from './draw.ts';

/** The classes as the watcher calls them. */
export type Loss =
  | 'not-published'
  | 'publish-failed'
  | 'lost-in-broker'
  | 'waiting'
  | 'dead-lettered'
  | 'consumer-failed'
  | 'not-stored'
  | 'drift'
  | 'working'
  | 'disorder'
  | 'hidden'
  | 'vanished';

/**
 * `beside` others. `holding`: a message stays in its queue, so that for the others the queue is not empty.
 * `paused`: nobody takes from a queue. `crash`: a process is killed. Those have a time of their own.
 */
export type Manner = 'beside' | 'holding' | 'paused' | 'crash';

/** One fault that is injected for one order of its own. */
export interface PlannedStrike {
  /** Unique within a trial, for people. */
  readonly name: string;
  readonly fault: string;
  readonly loss: Loss;
  /** Where it strikes, in the words of the contract; null: it has no place. */
  readonly hop: string | null;
  readonly stage: string | null;
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** The order that it is made for; null: the fault makes its own. */
  readonly canary: { readonly hop?: string; readonly stage?: string; readonly channel?: string } | null;
  readonly manner: Manner;
  /** A second one, at a later hop of the same order. */
  readonly also?: PlannedStrike;
}

export const TO_MES = ['submitted-to-mes', 'approved-to-mes'] as const;
export const TO_CRM = [
  'price-to-crm',
  'started-to-crm',
  'completed-to-crm',
  'packaging-to-crm',
  'shipped-to-crm',
] as const;
const DIRECTIONS = [TO_MES, TO_CRM] as const;

export const STAGE_OF: Readonly<Record<string, string>> = {
  'submitted-to-mes': 'SUBMITTED',
  'price-to-crm': 'PRICE_CALCULATED',
  'approved-to-mes': 'MANUFACTURING_APPROVED',
  'started-to-crm': 'MANUFACTURING_STARTED',
  'completed-to-crm': 'MANUFACTURING_COMPLETED',
  'packaging-to-crm': 'PACKAGING',
  'shipped-to-crm': 'SHIPPED',
};

/** Faults that lose the message of a hop, on either way. */
export const HOP_LOSSES: Readonly<Record<string, Loss>> = {
  'not-published': 'not-published',
  unroutable: 'publish-failed',
  refused: 'publish-failed',
  expired: 'lost-in-broker',
  overflowed: 'lost-in-broker',
  purged: 'lost-in-broker',
  'queue-deleted': 'lost-in-broker',
  'consumer-slow': 'waiting',
  'dead-lettered': 'dead-lettered',
  'requeue-loop': 'dead-lettered',
  'handler-failed': 'consumer-failed',
  'acked-early': 'consumer-failed',
  'rolled-back': 'not-stored',
  'store-timed-out': 'not-stored',
};

/** As long as a trial looks at an order, and longer. */
const LONG_MS = 120_000;
/** After the poll has seen the row as it was. */
const SEEN_MS = 2_500;

const PARAMETERS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'consumer-slow': { delayMs: LONG_MS },
  'requeue-loop': { delayMs: 300 },
  expired: { ttlMs: 300 },
};

const HOLDING: ReadonlySet<string> = new Set(['consumer-slow', 'requeue-loop']);

/** Every fault that loses a message, once on each way; which hop of that way is left to the seed. */
export function hopStrikes(seed: number, round: number): readonly PlannedStrike[] {
  return Object.entries(HOP_LOSSES).flatMap(([fault, loss]) =>
    DIRECTIONS.map((hops, way) => atHop(fault, loss, pick(hops, seed, round, `${fault} ${way}`))),
  );
}

/** What happens beside the way of a message. */
export function otherStrikes(seed: number, round: number): readonly PlannedStrike[] {
  const hop = (name: string, hops: readonly string[] = [...TO_MES, ...TO_CRM]) =>
    pick(hops, seed, round, name);
  const byHand = (side: string, touched: string): PlannedStrike => ({
    ...atHop('changed-by-hand', 'drift', hop(`hand ${side} ${touched}`, settledOn(side))),
    name: `changed-by-hand ${side} touched=${touched}`,
    parameters: { side, touched, afterMs: SEEN_MS },
  });
  const vanished = (side: string): PlannedStrike => ({
    ...atHop('vanished', 'vanished', hop(`vanished ${side}`)),
    name: `vanished ${side}`,
    parameters: { side, afterMs: SEEN_MS },
  });
  const orphan = (side: string): PlannedStrike => ({
    ...{ name: `only-in-one ${side}`, fault: 'only-in-one', loss: 'drift', hop: null, stage: null },
    ...{ parameters: { side }, canary: null, manner: 'beside' },
  });
  const hidden = (fault: string): PlannedStrike => {
    const stage = pick(['MANUFACTURING_APPROVED', 'MANUFACTURING_STARTED', 'PACKAGING'], seed, round, fault);
    return {
      ...{ name: `${fault} ${stage}`, fault, loss: 'hidden', hop: null, stage },
      ...{ canary: { stage }, manner: 'beside' },
    };
  };
  return [
    byHand('mes', 'yes'),
    byHand('mes', 'no'),
    byHand('shop', 'yes'),
    byHand('shop', 'no'),
    orphan('shop'),
    orphan('mes'),
    vanished('shop'),
    vanished('mes'),
    {
      ...{ name: 'price-slow', fault: 'price-slow', loss: 'working', hop: null, stage: null },
      ...{ parameters: { delayMs: LONG_MS }, canary: { stage: 'SUBMITTED' }, manner: 'beside' },
    },
    idle(seed, round),
    atHop('published-twice', 'disorder', hop('twice', TO_MES)),
    atHop('published-twice', 'disorder', hop('twice', TO_CRM)),
    overtaken(seed, round),
    atHop('backwards', 'disorder', hop('backwards', TO_MES)),
    atHop('backwards', 'disorder', hop('backwards', TO_CRM)),
    hidden('hidden-stale'),
    hidden('hidden-filtered'),
  ];
}

/** A queue that nobody takes from, on each way. */
export function pausedStrikes(): readonly PlannedStrike[] {
  // The first hop of each way: no new order gets to a later one while its queue stands still.
  return [TO_CRM[0], TO_MES[0]].map((hop) => ({
    ...atHop('consumer-paused', 'waiting', hop),
    manner: 'paused' as const,
  }));
}

/** A process that dies between commit and message, and takes its telemetry with it, on each way. */
export function crashStrikes(seed: number, round: number): readonly PlannedStrike[] {
  return DIRECTIONS.map((hops, way) => ({
    ...atHop('crash-before-publish', 'not-published', pick(hops, seed, round, `crash ${way}`)),
    manner: 'crash' as const,
  }));
}

export function atHop(fault: string, loss: Loss, hop: string): PlannedStrike {
  const parameters = PARAMETERS[fault];
  const manner = HOLDING.has(fault) ? 'holding' : 'beside';
  return {
    ...{ name: `${fault} ${hop}`, fault, loss, hop, stage: null, canary: { hop }, manner },
    ...(parameters === undefined ? {} : { parameters }),
  };
}

function idle(seed: number, round: number): PlannedStrike {
  const stages = ['MANUFACTURING_APPROVED', 'MANUFACTURING_STARTED', 'MANUFACTURING_COMPLETED', 'PACKAGING'];
  const stage = pick(stages, seed, round, 'idle');
  return {
    ...{ name: `people-idle ${stage}`, fault: 'people-idle', loss: 'working', hop: null, stage },
    ...{ canary: { stage }, manner: 'beside' },
  };
}

/** The message that overtakes is that of the next hop. */
function overtaken(seed: number, round: number): PlannedStrike {
  const at = 1 + Math.floor(draw(seed, round, 'overtaken') * 3);
  const [hop = '', next = ''] = [TO_CRM[at], TO_CRM[at + 1]];
  return { ...atHop('out-of-order', 'disorder', hop), canary: { hop: next }, parameters: { holdMs: 60_000 } };
}

/** A row can be set back only where the other side stays ahead of it. */
function settledOn(side: string): readonly string[] {
  return side === 'mes' ? TO_MES.slice(1) : TO_CRM;
}

function pick(from: readonly string[], ...by: readonly (string | number)[]): string {
  return from[Math.floor(draw(...by) * from.length)] ?? '';
}
