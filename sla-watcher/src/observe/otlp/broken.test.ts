import { describe, expect, it } from 'vitest';
import { decodeTraces } from './decode.ts';
import { encodeTraces } from './testing/encode-otlp.ts';
import { attributesJson, type TracesJson } from './testing/otlp-json.ts';
import { createWanted } from './wanted.ts';

const all = createWanted(['order.id'], null);
const ofOrders = createWanted(['order.id'], ['order.id']);
const ids = { traceId: '5b8efff798038103d269b633813fc60c', spanId: 'eee19b7ec3c1b174' };

function spanOf(order: string): TracesJson {
  return {
    resourceSpans: [
      { scopeSpans: [{ spans: [{ ...ids, attributes: attributesJson({ 'order.id': order }) }] }] },
    ],
  };
}

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('protobuf that is broken', () => {
  it.each([
    ['a length beyond the end', '0a 05 0a', 'ends in the middle'],
    ['a torn varint', '0a 80', 'ends in the middle'],
    ['a torn fixed64', '09 00', 'ends in the middle'],
    ['a varint of eleven bytes', '08 ff ff ff ff ff ff ff ff ff ff 01', 'more than 64 bits'],
    ['a varint of 65 bits', '08 ff ff ff ff ff ff ff ff ff 02', 'more than 64 bits'],
    ['field number 0', '02 00', 'field number'],
    ['wire type 6', '0e 00', 'wire type'],
    ['an end of no group', '0c', 'wire type'],
    ['a group that is not ended', '0b 08 01', 'ends in the middle'],
    ['a group that is ended as another', '0b 14', 'wire type'],
    ['groups without end', '0b'.repeat(200), 'nested deeper'],
  ])('by %s is refused', (_what, bytes, message) => {
    expect(() => decodeTraces(hex(bytes), 'protobuf', all)).toThrowError(
      expect.objectContaining({ code: 'otlp-invalid', message: expect.stringContaining(message) }),
    );
  });

  it.each([
    ['a length beyond its end', '0a 06 12 04 12 02 4a 05'],
    ['a length that goes on in what follows it', '0a 09 12 07 12 02 4a 85 9a 01 00'],
    ['a tag without a value', '0a 05 12 03 12 01 4a'],
    ['a torn fixed64', '0a 06 12 04 12 02 39 00'],
  ])('by %s in a span that is passed over is refused as well', (_what, bytes) => {
    expect(() => decodeTraces(hex(bytes), 'protobuf', ofOrders)).toThrowError('ends in the middle');
  });

  it('only as to UTF-8 is mended: no id may hold what stands there', () => {
    const body = Buffer.from(encodeTraces(spanOf('Ж42')));
    body[body.indexOf('Ж42')] = 0xff;
    expect(decodeTraces(body, 'protobuf', all).spans[0]?.attributes['order.id']).toContain('\u{fffd}');
  });
});

describe('JSON that is broken', () => {
  it.each([
    ['no JSON', '{', 'not JSON'],
    ['nested without end', '['.repeat(100_000), 'nested deeper'],
    ['a text where a list is due', '{"resourceSpans":"x"}', 'resourceSpans must be'],
    ['null in a list', '{"resourceSpans":[null]}', 'resourceSpans must be'],
    [
      'an enum by its name',
      '{"resourceSpans":[{"scopeSpans":[{"spans":[{"kind":"SERVER"}]}]}]}',
      'Span.kind',
    ],
    [
      'a time below 0',
      '{"resourceSpans":[{"scopeSpans":[{"spans":[{"startTimeUnixNano":"-1"}]}]}]}',
      'not negative',
    ],
    [
      'a time in words',
      '{"resourceSpans":[{"scopeSpans":[{"spans":[{"endTimeUnixNano":"now"}]}]}]}',
      'digits',
    ],
  ])('by %s is refused', (_what, text, message) => {
    expect(() => decodeTraces(Buffer.from(text), 'json', all)).toThrowError(
      expect.objectContaining({ code: 'otlp-invalid', message: expect.stringContaining(message) }),
    );
  });

  it('in names: those of protobuf are unknown', () => {
    expect(decodeTraces(Buffer.from('{"resource_spans":5}'), 'json', all).spans).toEqual([]);
  });

  it('in half a character is mended: no id may hold what stands there', () => {
    const text = JSON.stringify(spanOf('?'));
    const body = Buffer.from(text.replace('"?"', '"\\ud83d"'));
    expect(decodeTraces(body, 'json', all).spans[0]?.attributes['order.id']).toBe('\u{fffd}');
  });

  it('says nothing of what it holds', () => {
    expect(() => decodeTraces(Buffer.from('{"a":canary@example.com}'), 'json', all)).toThrowError(
      expect.not.objectContaining({ cause: expect.anything() }),
    );
  });
});
