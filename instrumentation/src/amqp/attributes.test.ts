import { describe, expect, it } from 'vitest';
import { attemptOf, processDestination, publishDestination } from './attributes.ts';

describe('the destination of a message', () => {
  it.each([
    [['orders', 'order.new'], 'orders:order.new'],
    [['', 'mes'], 'mes'],
    [['orders', ''], 'orders'],
    [['', ''], 'amq.default'],
  ] as const)('%j is published to %s', ([exchange, key], name) => {
    expect(publishDestination(exchange, key)).toBe(name);
  });

  it.each([
    [['orders', 'order.new', 'mes'], 'orders:order.new:mes'],
    [['', 'mes', 'mes'], 'mes'],
    [['orders', '', 'mes'], 'orders:mes'],
  ] as const)('%j is taken from %s', ([exchange, key, queue], name) => {
    expect(processDestination(exchange, key, queue)).toBe(name);
  });
});

describe('the attempt', () => {
  it.each([
    ['of a quorum queue is one more than it counted', { 'x-delivery-count': 2 }, 3],
    ['is how often it died here, and one', { 'x-death': [{ queue: 'q', count: 2, reason: 'rejected' }] }, 3],
    ['does not count deaths elsewhere', { 'x-death': [{ queue: 'retry', count: 5, reason: 'expired' }] }, 1],
    ['is not known where nobody counts', {}, undefined],
    ['is not known from what is malformed', { 'x-delivery-count': 'two' }, undefined],
    ['survives a malformed death', { 'x-death': [null, 3, { queue: 'q', count: 'x' }] }, 1],
  ] as const)('%s', (_name, headers, attempt) => {
    expect(attemptOf(headers, 'q')).toBe(attempt);
  });
});
