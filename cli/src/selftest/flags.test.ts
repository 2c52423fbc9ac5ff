import { describe, expect, it } from 'vitest';
import {
  parseClassOption,
  parseRoundsOption,
  parseThresholdOption,
  parseTimeoutOption,
  parseUrlOption,
} from './flags.ts';

describe('options of a selftest', () => {
  it.each([
    ['95%', 0.95],
    ['99.5 %', 0.995],
    ['0.9', 0.9],
    ['0', 0],
    ['100%', 1],
  ])('a threshold may be %s', (text, share) => expect(parseThresholdOption(text)).toBeCloseTo(share));

  it.each([
    ['30s', 30_000],
    ['10m', 600_000],
    ['24h', 86_400_000],
  ])('a timeout may be %s', (text, ms) => expect(parseTimeoutOption(text)).toBe(ms));

  it('classes may be several', () => {
    expect(parseClassOption('drift', parseClassOption('waiting'))).toEqual(['waiting', 'drift']);
  });

  it.each([
    [() => parseThresholdOption('2'), 'it must be a share like 95% or 0.95'],
    [() => parseThresholdOption(''), 'it must be a share like 95% or 0.95'],
    [() => parseThresholdOption('-1'), 'it must be a share like 95% or 0.95'],
    [() => parseRoundsOption('0'), 'it must be a whole number from 1 to 1000'],
    [() => parseRoundsOption('1e3'), 'it must be a whole number from 1 to 1000'],
    [() => parseTimeoutOption('soon'), 'it must be a time like 30s, 10m or 1h, of a day at most'],
    [() => parseTimeoutOption('0s'), 'it must be a time like 30s, 10m or 1h, of a day at most'],
    [() => parseTimeoutOption('25h'), 'it must be a time like 30s, 10m or 1h, of a day at most'],
    [() => parseClassOption('lost'), 'it must be one of not-published, publish-failed'],
    [() => parseUrlOption('ftp://host'), 'it must be an address like http://127.0.0.1:4700'],
    [() => parseUrlOption('here'), 'it must be an address like http://127.0.0.1:4700'],
    [() => parseUrlOption('http://me:secret@host'), 'an address holds no password'],
  ])('%s is refused', (parse, says) => expect(parse).toThrow(says));
});
