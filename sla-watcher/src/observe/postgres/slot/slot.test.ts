import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parseLsn, renderLsn } from './lsn.ts';
import { type Refusal, refusalOf, type Replication } from './refusals.ts';
import type { ServerFacts, SlotFacts } from './server-facts.ts';
import { codeOf, explainStream, SlotSpent } from './stream-errors.ts';
import { type LogMessage, TextPlugin } from './text-plugin.ts';

const GB = 2 ** 30;
const CAPTURE: Replication = {
  kind: 'replication',
  slot: 'orderwatch_shop',
  publication: 'orderwatch',
  maxWalBytes: GB,
};
const SLOT: SlotFacts = {
  plugin: 'pgoutput',
  isOfThisDatabase: true,
  activePid: null,
  isLost: false,
  heldBytes: 0,
  confirmed: 1n,
};
const FIT: ServerFacts = {
  version: 150_018,
  isStandby: false,
  walLevel: 'logical',
  keptAtMost: GB,
  slots: { used: 1, most: 10 },
  flushed: 1n,
  inserted: 1n,
  flushDelayMs: 600,
  slot: SLOT,
};

describe('a slot is refused', () => {
  const cases: readonly (readonly [string, Partial<ServerFacts>, Refusal['reason'], string])[] = [
    ['on a standby', { isStandby: true }, 'standby', 'name its primary'],
    ['without a cap', { keptAtMost: null }, 'uncapped', "max_slot_wal_keep_size = '1GB'"],
    ['with a cap above max_wal', { keptAtMost: 2 * GB }, 'cap-too-large', 'hold back 2GB of its log'],
    ['without rows in the log', { walLevel: 'replica' }, 'log-without-rows', "wal_level = 'logical'"],
    ['of another plugin', { slot: { ...SLOT, plugin: 'wal2json' } }, 'foreign-slot', 'another name'],
    ['of another database', { slot: { ...SLOT, isOfThisDatabase: false } }, 'foreign-slot', 'another name'],
    [
      'where all are taken',
      { slot: null, slots: { used: 10, most: 10 } },
      'no-slot-free',
      'max_replication_slots',
    ],
  ];
  it.each(cases)('%s, and it is said what mends it', (_, facts, reason, fix) => {
    expect(refusalOf({ ...FIT, ...facts }, CAPTURE)).toEqual({
      reason,
      detail: expect.stringContaining(fix),
    });
  });

  it('before all else where nothing caps it: the other settings take a restart', () => {
    expect(refusalOf({ ...FIT, keptAtMost: null, walLevel: 'replica' }, CAPTURE)?.reason).toBe('uncapped');
  });
});

it.each([
  ['is there', {}],
  ['is the last', { slot: null, slots: { used: 9, most: 10 } }],
  ['is ours and all are taken', { slots: { used: 10, most: 10 } }],
  ['may hold back nothing', { keptAtMost: 0 }],
])('a slot that %s is not refused', (_, facts) => {
  expect(refusalOf({ ...FIT, ...facts }, CAPTURE)).toBeNull();
});

describe('a place in the log', () => {
  test('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (lsn) => {
        expect(parseLsn(renderLsn(lsn))).toBe(lsn);
      }),
    );
  });

  test.each(['', '1', '0/', 'x/1', '0/123456789'])('is not "%s"', (text) => {
    expect(() => parseLsn(text)).toThrow(TypeError);
  });

  test('is read as PostgreSQL and as the library write it', () => {
    expect(parseLsn('16/B374D848')).toBe(0x16b374d848n);
    expect(parseLsn('00000016/B374D848')).toBe(0x16b374d848n);
  });
});

describe('what the server sends', () => {
  it('is handed on as an error when it is no message, and never thrown', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const received: LogMessage[] = [];
        const plugin = new TextPlugin('orderwatch', (message) => received.push(message));
        plugin.parse(Buffer.from(bytes));
        expect(received).toHaveLength(1);
      }),
      { examples: [[new Uint8Array()], [Uint8Array.from([0x49, 0, 0, 0, 9])], [Uint8Array.from([0x7a])]] },
    );
  });
});

describe('an error of a slot', () => {
  const failed = (code: string) => Object.assign(new Error('postgres://user:secret@host'), { code });

  it.each([
    ['42501', false, 'REPLICATION'],
    ['53300', true, 'max_wal_senders'],
    ['53400', true, 'max_replication_slots'],
    ['55006', true, 'another connection'],
    ['57014', true, 'tried again'],
  ])('%s is explained without a secret', (code, retryable, said) => {
    const error = explainStream(failed(code));
    expect(error).toMatchObject({ retryable, message: expect.stringContaining(said) });
    expect(error?.message).not.toContain('secret');
  });

  it.each([
    ['42704', 'behind'],
    ['55000', 'overflowed'],
  ])('%s means that it sends no more', (code, because) => {
    const error = explainStream(failed(code));
    expect(error).toBeInstanceOf(SlotSpent);
    expect(error).toMatchObject({ because, message: expect.not.stringContaining('secret') });
  });

  it('that any connection may have is left to others', () => {
    expect(explainStream(failed('ECONNRESET'))).toBeNull();
    expect(explainStream('nothing')).toBeNull();
    expect(codeOf(undefined)).toBe('');
  });
});
