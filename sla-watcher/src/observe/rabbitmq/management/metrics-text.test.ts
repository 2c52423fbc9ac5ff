import { describe, expect, it } from 'vitest';
import { readOverview } from './overview.ts';
import { readMetrics } from './metrics-text.ts';

const NODE = 'rabbitmq_identity_info{rabbitmq_node="rabbit@a",rabbitmq_cluster="c"} 1';
const metric = (reason: string, strategy: string, value: string) =>
  `rabbitmq_global_messages_dead_lettered_${reason}_total{queue_type="rabbit_classic_queue",dead_letter_strategy="${strategy}"} ${value}`;

describe('the text of the Prometheus port', () => {
  it('is summed up by reason, whatever became of the dead letters', () => {
    const text = [
      '# TYPE rabbitmq_global_messages_dead_lettered_expired_total counter',
      metric('expired', 'disabled', '3'),
      metric('expired', 'at_most_once', '4'),
      metric('delivery_limit', 'at_most_once', '1.5e3'),
      metric('confirmed', 'at_least_once', '9'),
      NODE,
    ].join('\n');
    expect(readMetrics(text)).toEqual({ node: 'rabbit@a', counts: { expired: 7, delivery_limit: 1500 } });
  });

  it('of a broker that does not count by reason names none', () => {
    expect(readMetrics(NODE)).toEqual({ node: 'rabbit@a', counts: {} });
  });

  it.each(['', '<html>', metric('expired', 'disabled', '3')])(
    'that names no node is not RabbitMQ: %j',
    (text) => {
      expect(readMetrics(text)).toBeNull();
    },
  );
});

describe('the overview', () => {
  it.each([
    ['all that was bound nowhere', { drop_unroutable: 2, return_unroutable: 3 }, 5],
    ['nothing, where this user is shown no figures', {}, null],
    ['nothing, where there are none', [], null],
  ])('tells %s', (_, message_stats, unroutable) => {
    expect(readOverview({ rates_mode: 'basic', message_stats })).toEqual({ countsRates: true, unroutable });
  });

  it('tells no zero where statistics are off', () => {
    const stats = { drop_unroutable: 0, return_unroutable: 0 };
    expect(readOverview({ rates_mode: 'none', message_stats: stats })).toEqual({
      countsRates: false,
      unroutable: null,
    });
  });

  it('of something else is refused', () => {
    expect(() => readOverview({ version: 3 })).toThrow('not RabbitMQ');
  });
});
