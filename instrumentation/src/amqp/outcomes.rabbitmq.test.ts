import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, inject, it, onTestFinished } from 'vitest';
import { type Host, startHost } from '../testing/host.ts';
import { type Receiver, renderSpans, startReceiver } from '../testing/receiver.ts';

let receiver: Receiver;
let names: string;

beforeEach(async () => {
  receiver = await startReceiver();
  names = `t${randomBytes(4).toString('hex')}`;
});

afterEach(() => receiver.close());

function start(scene: string, program: string, env: Readonly<Record<string, string>> = {}): Host {
  return startHost(program, {
    args: [scene],
    env: {
      AMQP_URL: inject('rabbitmqUrl'),
      NAMES: names,
      OTEL_SERVICE_NAME: 'mes',
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      ...env,
    },
  });
}

/** Plays a scene of a program in `testing/hosts` to its end, and gives the tree of its spans. */
async function play(scene: string, program = 'broker.ts'): Promise<string> {
  const host = start(scene, program);
  const code = await host.ended;
  expect([code, host.errors()]).toEqual([0, '']);
  const spans = receiver.spans.filter(({ name }) => name !== 'orderwatch.heartbeat');
  return renderSpans(spans).replaceAll(`${names}-`, '');
}

const spanOf = (kind: string) => receiver.spans.find((span) => span.kind === kind);

describe('a message', () => {
  it('that is handled carries the order into its handler, whose span links to the sender', async () => {
    await expect(play('handled')).resolves.toBe(
      [
        'mes producer publish orders:order.submitted order=42 outcome=confirmed',
        'mes consumer process mes order=42 outcome=acked link=publish orders:order.submitted',
      ].join('\n'),
    );
    const line = receiver.records.find(({ body }) => body === 'handled');
    expect(line?.attributes).toMatchObject({ 'order.id': '42', 'order.channel': 'b2b' });
    expect(line?.traceId).toBe(spanOf('consumer')?.traceId);
  });

  it('is told by the current names, and nothing of what is in it', async () => {
    await play('handled');
    expect(spanOf('producer')?.attributes).toMatchObject({
      'messaging.system': 'rabbitmq',
      'messaging.operation.name': 'publish',
      'messaging.operation.type': 'send',
      'messaging.destination.name': `${names}-orders:order.submitted`,
      'messaging.rabbitmq.destination.routing_key': 'order.submitted',
      'messaging.message.id': 'm-1',
      'messaging.message.body.size': '{"customer":"Jane"}'.length,
      'server.address': '127.0.0.1',
      'order.channel': 'b2b',
    });
    expect(spanOf('consumer')?.attributes).toMatchObject({
      'messaging.operation.type': 'process',
      'messaging.destination.name': `${names}-orders:order.submitted:${names}-mes`,
      'messaging.message.id': 'm-1',
      'orderwatch.messaging.redelivered': false,
      'orderwatch.messaging.queue': `${names}-mes`,
    });
    expect(Buffer.concat(receiver.requests.map(({ body }) => body)).toString()).not.toContain('Jane');
  });

  it('whose handler binds its own id is known by that', async () => {
    await expect(play('bound')).resolves.toContain('mes consumer process mes order=M-0042 outcome=acked');
  });

  it('that nobody is bound for is returned, though the broker confirms it', async () => {
    await expect(play('unroutable')).resolves.toBe(
      'mes producer publish orders:nobody.listens order=43 outcome=returned',
    );
  });

  it('that is published as mandatory and does not come back is routed', async () => {
    await expect(play('routed')).resolves.toBe(
      'mes producer publish orders:order.submitted order=52 outcome=routed',
    );
  });

  it('of more than can be watched for their return is confirmed, and no more is said', async () => {
    await play('more than can be watched');
    const outcomes = Map.groupBy(
      receiver.spans.filter(({ kind }) => kind === 'producer'),
      ({ attributes }) => attributes['orderwatch.messaging.outcome'],
    );
    const told = [...outcomes].map(([outcome, spans]) => [outcome, spans.length]);
    expect(told.sort()).toEqual([
      ['confirmed', 3],
      ['routed', 1_000],
    ]);
    const confirmed = outcomes.get('confirmed')?.map(({ attributes }) => attributes['messaging.message.id']);
    expect(confirmed?.sort()).toEqual(['m-0', 'm-1', 'm-2']);
  });

  it('that comes back on a channel without confirms is told by a later span', async () => {
    await expect(play('unroutable-unconfirmed')).resolves.toBe(
      [
        'mes producer publish orders:nobody.listens order=44 outcome=unconfirmed',
        'mes internal return orders order=44 outcome=returned link=publish orders:nobody.listens',
      ].join('\n'),
    );
  });

  it('that is given back is requeued, then redelivered, then refused', async () => {
    await expect(play('requeued-then-refused')).resolves.toBe(
      [
        'mes producer publish orders:order.submitted order=45 outcome=confirmed',
        'mes consumer process mes order=45 outcome=requeued link=publish orders:order.submitted',
        'mes consumer process mes order=45 outcome=nacked link=publish orders:order.submitted',
      ].join('\n'),
    );
    const redelivered = receiver.spans.map(
      ({ attributes }) => attributes['orderwatch.messaging.redelivered'],
    );
    expect(redelivered.filter((value) => value !== undefined).sort()).toEqual([false, true]);
  });

  it('that is not settled before the channel closes is unsettled', async () => {
    await expect(play('unsettled')).resolves.toContain('order=46 outcome=unsettled');
  });

  it('is settled with all before it by one acknowledgement', async () => {
    const tree = await play('all-at-once');
    for (const id of [1, 2, 3]) expect(tree).toContain(`process mes order=${id} outcome=acked`);
  });

  it('whose handler throws has the error on its span, masked, and is unsettled', async () => {
    await expect(play('throws')).resolves.toContain('process mes order=47 outcome=unsettled');
    const [event] = spanOf('consumer')?.events ?? [];
    expect(event?.attributes['exception.message']).toBe('the handler is broken for [e-mail]');
  });
});

describe('a message whose handler takes its time', () => {
  const inHand = () => receiver.records.filter(({ eventName }) => eventName === 'orderwatch.message.in_hand');

  it('is told while it is in hand, once, and its span tells the same', async () => {
    const host = start('slow', 'broker.ts', { ORDERWATCH_HEARTBEAT_MS: '500' });
    onTestFinished(() => void host.child.kill('SIGKILL'));
    await receiver.until(() => inHand().length > 0);
    expect(spanOf('consumer')).toBeUndefined();
    const beats = receiver.spans.length;
    await receiver.until(({ spans }) => spans.length >= beats + 2);
    host.child.kill('SIGUSR2');
    expect([await host.ended, host.errors()]).toEqual([0, '']);
    const [record, ...more] = inHand();
    expect(more).toEqual([]);
    const span = spanOf('consumer');
    const {
      'orderwatch.messaging.outcome': outcome,
      'orderwatch.span.number': _,
      ...attributes
    } = span?.attributes ?? {};
    expect(outcome).toBe('acked');
    expect(record).toMatchObject({
      ...{ at: span?.startedAt, traceId: span?.traceId, spanId: span?.spanId },
      ...{ attributes, service: 'mes' },
    });
    expect(attributes).toMatchObject({ 'order.id': '54', 'messaging.message.id': 'm-54' });
  });
});

describe('a message that is asked for', () => {
  it('is received in a span of the order of its sender, until it is settled', async () => {
    await expect(play('got')).resolves.toBe(
      [
        'mes producer publish orders:order.submitted order=50 outcome=confirmed',
        'mes client receive mes order=50 outcome=requeued link=publish orders:order.submitted',
        'mes client receive mes order=50 outcome=acked link=publish orders:order.submitted',
      ].join('\n'),
    );
    expect(spanOf('client')?.attributes).toMatchObject({
      'messaging.operation.name': 'get',
      'messaging.operation.type': 'receive',
      'orderwatch.messaging.queue': `${names}-mes`,
    });
    expect(receiver.records.map(({ body }) => body)).toEqual(['got', 'empty']);
  });
});

describe('a quorum queue', () => {
  it('says which attempt a delivery is', async () => {
    await play('quorum');
    const attempts = receiver.spans
      .filter(({ kind }) => kind === 'consumer')
      .map(({ attributes }) => attributes['orderwatch.messaging.attempt']);
    // The first delivery has no count yet.
    expect(attempts).toEqual([undefined, 2, 3]);
  });
});

describe('the callback API', () => {
  const orderOf = (line: string) =>
    receiver.records.filter(({ body }) => body === line).map(({ attributes }) => attributes['order.id']);

  it('carries the order to the handler, and back to who waits for the confirm', async () => {
    await expect(play('handled', 'callback-broker.ts')).resolves.toBe(
      [
        'mes producer publish orders:order.submitted order=42 outcome=confirmed',
        'mes consumer process mes order=42 outcome=acked link=publish orders:order.submitted',
      ].join('\n'),
    );
    expect([orderOf('handled'), orderOf('confirmed')]).toEqual([['42'], ['42']]);
  });

  it('answers in the work that asked', async () => {
    await play('answered', 'callback-broker.ts');
    expect(orderOf('confirmed')).toEqual(['48']);
  });

  it('has spans for messages that are asked for', async () => {
    await expect(play('got', 'callback-broker.ts')).resolves.toContain(
      'mes client receive mes order=49 outcome=acked link=publish orders:order.submitted',
    );
    expect(orderOf('got')).toEqual(['of who asks']);
  });
});
