import { describe, expect, it } from 'vitest';
import type { ServerFacts } from '../slot/server-facts.ts';
import { healthOf } from './health.ts';
import { beginning, type Position, readPosition, writePosition } from './position.ts';
import { type Found, resume } from './resume.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const HOUR = 3_600_000;
const clock = { now: () => NOW, wall: () => NOW, at: (at: number) => at };
const capture = { kind: 'replication', slot: 'shop', publication: 'orderwatch', maxWalBytes: 1000 } as const;

const FACTS: ServerFacts = {
  version: 150_018,
  isStandby: false,
  walLevel: 'logical',
  keptAtMost: 1000,
  slots: { used: 1, most: 10 },
  flushed: 500n,
  inserted: 500n,
  flushDelayMs: 600,
  slot: {
    plugin: 'pgoutput',
    isOfThisDatabase: true,
    activePid: null,
    isLost: false,
    heldBytes: 10,
    confirmed: 90n,
  },
};
const FOUND: Found = { source: 'source', server: 'server 1', facts: FACTS };
const SEEN: Position = {
  ...beginning('source', 'server 1'),
  stage: { kind: 'stream', at: 100n },
  seen: { watermark: NOW - HOUR, because: null, skewMs: 3 },
};

const slot = (changed: Partial<NonNullable<ServerFacts['slot']>>): Found => {
  return { ...FOUND, facts: { ...FACTS, slot: { ...FACTS.slot!, ...changed } } };
};
const resumed = (position: Position, found: Found) => resume(writePosition(position), found, capture, clock);

describe('a read goes on', () => {
  it.each<[string, Position]>([
    ['in the log', SEEN],
    ['in the table', { ...SEEN, stage: { kind: 'snapshot', from: 100n, poll: '{"page":2}' } }],
    ['with what it remembers', { ...SEEN, truncatedAt: NOW, prepared: { '17': NOW, '18': null } }],
  ])('%s', (_, position) => {
    expect(resumed(position, FOUND)).toEqual(position);
  });

  it('where the server was told less than is durable: its word was lost', () => {
    expect(resumed(SEEN, slot({ confirmed: 20n })).stage).toEqual(SEEN.stage);
  });
});

describe('a read begins anew, and says so', () => {
  it.each<[string, Found, string, string]>([
    ['the slot is gone', { ...FOUND, facts: { ...FACTS, slot: null } }, 'behind', 'is gone'],
    ['the server gave it up', slot({ isLost: true, confirmed: null }), 'overflowed', 'has given up'],
    ['it held back too much', slot({ heldBytes: 1001 }), 'overflowed', 'more log than max_wal'],
    ['somebody else read from it', slot({ confirmed: 101n }), 'behind', 'somebody else'],
    ['another server answers', { ...FOUND, server: 'server 2' }, 'behind', 'another server'],
    ['the log is shorter', { ...FOUND, facts: { ...FACTS, inserted: 99n } }, 'behind', 'restored'],
  ])('where %s', (_, found, cause, said) => {
    const { stage, setBack, server } = resumed(SEEN, found);
    expect(stage).toEqual({ kind: 'anew' });
    expect(server).toBe(found.server);
    expect(setBack).toEqual({ cause, detail: expect.stringContaining(said), from: NOW - HOUR, to: NOW });
  });

  it('and the word stays until it has', () => {
    const lost = resumed(SEEN, slot({ isLost: true }));
    expect(resumed(lost, FOUND).setBack).toEqual(lost.setBack);
  });
});

describe('a read begins without a word', () => {
  it.each([
    ['there is no position', null],
    ['it is that of polling', '{"version":1,"source":"source"}'],
    ['it is no JSON', '{'],
    ['its place is none', writePosition(SEEN).replace('0/64', 'nowhere')],
    ['another table or slot was read', writePosition({ ...SEEN, source: 'other' })],
  ])('where %s', (_, cursor) => {
    expect(resume(cursor, FOUND, capture, clock)).toEqual(beginning('source', 'server 1'));
  });
});

describe('the health', () => {
  const lost = resumed(SEEN, slot({ isLost: true }));

  it('is blind from the loss of the slot until the table is read, with a gap', () => {
    for (const stage of [lost.stage, { kind: 'snapshot', from: 1n, poll: null } as const]) {
      expect(healthOf('shop-db', { ...lost, stage }, NOW + HOUR, ['a warning'])).toMatchObject({
        state: 'blind',
        cause: 'overflowed',
        watermark: NOW - HOUR,
        gaps: [{ from: NOW - HOUR, to: NOW + HOUR }],
        detail: expect.stringMatching(/has given up .* from 2026-11-21T11:00:00.000Z to .*; a warning$/),
      });
    }
  });

  it('has no gap after that, and tells of it for a day', () => {
    const after = { ...lost, stage: SEEN.stage };
    const soon = healthOf('shop-db', after, NOW + HOUR, []);
    expect(soon).toMatchObject({ state: 'healthy', detail: expect.stringContaining('has given up') });
    expect(soon.gaps).toBeUndefined();
    expect(healthOf('shop-db', after, NOW + 25 * HOUR, []).detail).toBeNull();
  });

  it('is unknown before anything was seen', () => {
    expect(healthOf('shop-db', beginning('source', null), NOW, [])).toMatchObject({
      state: 'unknown',
      watermark: null,
    });
    expect(readPosition(writePosition(SEEN))).toEqual(SEEN);
  });
});
