import type { DeadLetterWitness } from '@orderwatch/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOrder, type TappedMessage } from './read-order.ts';

const config = (orderIn: DeadLetterWitness['orderIn']) => ({ orderIn }) as DeadLetterWitness;
const IN_BAGGAGE = config({ kind: 'baggage' });
const IN_HEADER = config({ kind: 'header', name: 'order-id' });
const inBody = (pointer: string) => config({ kind: 'body', pointer });

function message(given: {
  headers?: TappedMessage['headers'];
  body?: unknown;
  encoding?: string;
}): TappedMessage {
  const { headers = {}, body = {}, encoding } = given;
  const content = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  return { headers, content, contentEncoding: encoding };
}
const found = (order: unknown, line = '') => ({ kind: 'found', order, line });
const refused = (reason: string) => ({ kind: 'refused', reason });

describe('the order of a message', () => {
  it.each([
    ['order.id=42', found('42')],
    ['a=b, order.id = 42;p=1 ,order.line=2', found('42', '2')],
    ['order.id=M%2D0042', found('M-0042')],
    [Buffer.from('order.id=42'), found('42')],
    ['order.id', refused('missing-order')],
    ['order.id=%zz', refused('missing-order')],
    ['x'.repeat(9000), refused('missing-order')],
    [undefined, refused('missing-order')],
    [{ a: 1 }, refused('missing-order')],
  ])('in the baggage %j', (baggage, told) => {
    expect(readOrder(message({ headers: { baggage } }), IN_BAGGAGE)).toMatchObject(told);
  });

  it.each([
    ['42', found('42')],
    [42, found(42)],
    [Buffer.from('42'), found('42')],
    ['', refused('missing-order')],
    [undefined, refused('missing-order')],
    [{ id: 42 }, refused('malformed')],
    [2 ** 60, refused('malformed')],
  ])('in a header %j', (value, told) => {
    expect(readOrder(message({ headers: { 'order-id': value } }), IN_HEADER)).toMatchObject(told);
  });

  it.each([
    ['/order/id', { order: { id: 42 } }, found(42)],
    ['/items/1/a~1b', { items: [1, { 'a/b': 'x' }] }, found('x')],
    ['/m~0n', { 'm~n': 'x' }, found('x')],
    ['/order/id', { order: null }, refused('missing-order')],
    ['/constructor/name', {}, refused('missing-order')],
    ['/order', { order: { id: 42 } }, refused('malformed')],
    ['/order', { order: 1.5 }, refused('malformed')],
    ['/order', Buffer.from('{"order":12345678901234567890}'), refused('malformed')],
    ['/order', Buffer.from('{"order":'), refused('malformed')],
    ['/order', Buffer.from([0xff, 0xfe]), refused('malformed')],
  ])('at %j in the body %j', (pointer, body, told) => {
    expect(readOrder(message({ body }), inBody(pointer))).toMatchObject(told);
  });

  it('is that of the baggage where both name one', () => {
    const both = message({ headers: { baggage: 'order.id=1' }, body: { order: 2 } });
    expect(readOrder(both, inBody('/order'))).toEqual(found('1'));
  });

  it('is not looked for in a body that is too large or encoded', () => {
    const large = message({ body: { order: 1, text: 'x'.repeat(300_000) } });
    expect(readOrder(large, inBody('/order'))).toMatchObject(refused('too-large'));
    expect(readOrder(message({ body: { order: 1 }, encoding: 'gzip' }), inBody('/order'))).toMatchObject(
      refused('malformed'),
    );
  });

  it('never throws, and shows nothing of what was written', () => {
    const anything = fc.anything({ withBigInt: true });
    fc.assert(
      fc.property(anything, fc.string(), (value, text) => {
        // A mark: what is drawn may well be a word of the detail.
        const body = `secret ${text}`;
        const headers = { baggage: value, 'order-id': value };
        for (const witness of [IN_BAGGAGE, IN_HEADER, inBody('/a')]) {
          const told = readOrder(message({ headers, body: Buffer.from(body) }), witness);
          if (told.kind === 'refused') expect(told.detail).not.toContain('secret');
        }
      }),
    );
  });
});
