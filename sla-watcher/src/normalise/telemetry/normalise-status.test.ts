import { describe, expect, it } from 'vitest';
import type { StatusRecord } from '../../domain/observation.ts';
import { normalise } from '../normalise.ts';
import { testModel } from '../test-model.ts';

const model = testModel();
const AT = Date.parse('2026-11-20T10:00:00.250Z');
const NOW = Date.parse('2026-11-21T12:00:00Z');

function told(change: Partial<StatusRecord> = {}) {
  const record: StatusRecord = {
    kind: 'status',
    witness: 'traces',
    position: 'span 00f067aa0ba902b7',
    service: 'mes-api',
    system: null,
    order: 'M-0042',
    line: undefined,
    status: 'MADE',
    at: AT,
    attributes: { channel: 'b2b' },
    ...change,
  };
  return normalise([record], model, NOW);
}

describe('a status change in telemetry', () => {
  it('is the word of the system that the service is', () => {
    expect(told().observations).toMatchObject([
      {
        order: '42',
        line: '',
        witness: 'traces',
        system: 'mes',
        stage: 'MADE',
        kind: 'entered',
        at: AT,
        attributes: { channel: 'b2b' },
      },
    ]);
  });

  it('of a service that writes for another system is the word of that one', () => {
    expect(told({ system: 'shop', order: '42' }).observations).toMatchObject([{ system: 'shop' }]);
  });

  it('is called as the model maps it, and says nothing where the model says so', () => {
    expect(told({ status: 'NEW' }).observations).toMatchObject([{ stage: 'PLACED' }]);
    expect(told({ status: 'CHAT' })).toEqual({ observations: [], rejections: [] });
  });

  it('told by span and by log record is one observation', () => {
    const [span] = told().observations;
    const [log] = told({ position: 'a log record' }).observations;
    expect(log?.id).toBe(span?.id);
  });

  it.each([
    { what: 'an unknown service', change: { service: 'chat-api' }, reason: 'unknown-system' },
    { what: 'no service', change: { service: null }, reason: 'unknown-system' },
    { what: 'a service called like a method', change: { service: 'toString' }, reason: 'unknown-system' },
    { what: 'a system that is not there', change: { system: 'crm' }, reason: 'unknown-system' },
    { what: 'an unknown status', change: { status: 'TELEPORTED' }, reason: 'unknown-status' },
    { what: 'no status', change: { status: undefined }, reason: 'missing-status' },
    { what: 'no order', change: { order: undefined }, reason: 'missing-order' },
    { what: 'a time that is none', change: { at: Number.MAX_VALUE }, reason: 'bad-time' },
    { what: 'no time', change: { at: 0 }, reason: 'time-too-old' },
    { what: 'another kind of witness', change: { witness: 'events' }, reason: 'unknown-witness' },
    { what: 'a bad attribute', change: { attributes: { channel: ['b2b'] } }, reason: 'bad-attribute' },
  ])('with $what is a rejection', ({ change, reason }) => {
    expect(told(change)).toMatchObject({ observations: [], rejections: [{ reason }] });
  });
});
