import type { Loss } from '../plan/strikes.ts';

/**
 * What each kind of eye sees of an order in each of the worlds that there can be: one for every fault of
 * the platform, and one in which nothing is wrong. Written from what the faults do and what the eyes look
 * at, without a look at how the watcher judges.
 */
export interface World {
  /** Null: nothing is wrong. */
  readonly loss: Loss | null;
  readonly seen: Readonly<Record<EyeKind, string>>;
}

/**
 * `sending`, `receiving`: the telemetry of the services at either end of the hop. `queue`: the broker's own
 * word of the queue. `dead`: the dead letters. `rows`: both databases. `list`: what operators see.
 */
export const EYE_KINDS = ['sending', 'receiving', 'queue', 'dead', 'rows', 'list'] as const;
export type EyeKind = (typeof EYE_KINDS)[number];

/** A message that went its way, and came; each world says what is otherwise in it. */
const WELL: World['seen'] = {
  ...{
    sending: 'confirmed',
    receiving: 'stored',
    queue: 'empty',
    dead: 'none',
    rows: 'there',
    list: 'there',
  },
};
const LOST: World['seen'] = { ...WELL, receiving: 'nothing', rows: 'absent', list: 'absent' };

export const WORLDS: Readonly<Record<string, World>> = {
  healthy: { loss: null, seen: WELL },
  'not-published': { loss: 'not-published', seen: { ...LOST, sending: 'changed, not published' } },
  // The process took with it what it had not sent: its end is known, and nothing of its last second.
  'crash-before-publish': { loss: 'not-published', seen: { ...LOST, sending: 'cut off' } },
  unroutable: { loss: 'publish-failed', seen: { ...LOST, sending: 'returned' } },
  refused: { loss: 'publish-failed', seen: { ...LOST, sending: 'refused' } },
  expired: { loss: 'lost-in-broker', seen: LOST },
  overflowed: { loss: 'lost-in-broker', seen: LOST },
  purged: { loss: 'lost-in-broker', seen: LOST },
  'queue-deleted': { loss: 'lost-in-broker', seen: LOST },
  'consumer-paused': { loss: 'waiting', seen: { ...LOST, queue: 'holds, no consumer' } },
  'consumer-slow': { loss: 'waiting', seen: { ...LOST, receiving: 'in hand', queue: 'holds' } },
  'dead-lettered': { loss: 'dead-lettered', seen: { ...LOST, receiving: 'rejected', dead: 'there' } },
  'requeue-loop': { loss: 'dead-lettered', seen: { ...LOST, receiving: 'given back', queue: 'holds' } },
  'handler-failed': { loss: 'consumer-failed', seen: { ...LOST, receiving: 'failed' } },
  'acked-early': { loss: 'consumer-failed', seen: { ...LOST, receiving: 'failed' } },
  'rolled-back': { loss: 'not-stored', seen: { ...LOST, receiving: 'handled' } },
  'store-timed-out': { loss: 'not-stored', seen: { ...LOST, receiving: 'handled' } },
  'changed-by-hand': { loss: 'drift', seen: { ...WELL, rows: 'set back', receiving: 'told nothing more' } },
  backwards: { loss: 'disorder', seen: { ...WELL, rows: 'set back', receiving: 'told that it went back' } },
  'only-in-one mes': { loss: 'drift', seen: { ...LOST, sending: 'nothing at all' } },
  'only-in-one shop': { loss: 'drift', seen: { ...LOST, sending: 'nothing at all', rows: 'ahead' } },
  vanished: { loss: 'vanished', seen: { ...WELL, rows: 'gone', list: 'gone' } },
  'hidden-stale': { loss: 'hidden', seen: { ...WELL, list: 'hidden' } },
  'hidden-filtered': { loss: 'hidden', seen: { ...WELL, list: 'hidden' } },
  'price-slow': { loss: 'working', seen: { ...WELL, rows: 'long in its stage' } },
  'people-idle': { loss: 'working', seen: { ...WELL, rows: 'long in its stage' } },
  // History shows it twice; a row that is overwritten does not.
  'published-twice crm': { loss: 'disorder', seen: { ...WELL, receiving: 'twice', rows: 'twice' } },
  'published-twice mes': { loss: 'disorder', seen: { ...WELL, receiving: 'twice' } },
  'out-of-order': { loss: 'disorder', seen: { ...WELL, rows: 'out of order' } },
};
