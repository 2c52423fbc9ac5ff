import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { compareWithRecorded, trim } from './fixture.ts';
import { type Platform, startPlatform } from './platform.ts';
import { logsIn, renderSpans, spansIn } from './spans.ts';
import { type StartedProcess, startProcess } from './started-process.ts';

const PATIENCE = { timeout: 30_000, interval: 250 };

describe('a Python service with the OpenTelemetry SDK', () => {
  let platform: Platform;
  let service: StartedProcess;

  beforeAll(async () => {
    platform = await startPlatform({
      postgresUrl: inject('postgresUrl'),
      rabbitmqUrl: inject('rabbitmqUrl'),
    });
    const { python, program } = inject('pythonService');
    service = startProcess(python, [program], {
      env: { ...platform.environment, OTEL_EXPORTER_OTLP_COMPRESSION: 'none', PYTHONDONTWRITEBYTECODE: '1' },
    });
    await service.line('consuming');
    await platform.submit('42', '43', '44', '46');
    await Promise.all(['acked 42', 'acked 43', 'refused 44', 'acked 46'].map((line) => service.line(line)));
    await platform.tee.until(() => consumers().length === 5 && changes().length === 3, tree);
  });
  afterAll(() => platform?.close(service));

  const spans = () => spansIn(platform.tee.traces);
  const own = () => spans().filter((each) => each.service === 'mes-api');
  const tree = () => renderSpans(spans()).replaceAll(`${platform.topology.name}.`, '');
  const changes = () => logsIn(platform.tee.logs).filter((each) => each.service === 'mes-api');
  const consumers = () => own().filter(({ kind }) => kind === 'consumer');
  const ofOrder = (id: string, kind: string) =>
    own().filter((each) => each.kind === kind && each.attributes['order.id'] === id);

  it('does its work: a row for each order but the one that its database refuses', async () => {
    const written = ['M-0042', 'M-0043', 'M-0046'].map((id) => [id, 'PRICE_CALCULATED']);
    expect(await platform.rows()).toEqual(Object.fromEntries(written));
    expect(await platform.topology.refusedCount()).toBe(1);
  });

  it('is believed by the watcher, which takes protobuf without compression too', () => {
    const encodings = platform.tee.sent.map(({ encoding }) => encoding);
    expect(encodings.every(({ compression }) => compression === 'none')).toBe(true);
    expect(platform.tee.sent.map(({ answer }) => answer)).toEqual(platform.tee.sent.map(() => 200));
  });

  it('has the order that came as baggage on every span', () => {
    expect(own().length).toBeGreaterThan(10);
    for (const { attributes } of own()) {
      expect(attributes).toMatchObject({
        'order.id': expect.stringMatching(/^4[2346]$/),
        'order.channel': 'b2c',
        'order.complexity': 'high',
      });
    }
  });

  it('is known across the broker: its handler is a child of the sender', () => {
    const senders = spans().filter(({ service: name, kind }) => name === 'crm-api' && kind === 'producer');
    for (const { span, attributes } of consumers()) {
      const sender = senders.find((each) => each.attributes['order.id'] === attributes['order.id']);
      expect([span.traceId, span.parentSpanId]).toEqual([sender?.span.traceId, sender?.span.spanId]);
    }
  });

  it('has two spans for one message that it publishes, of which the inner one is sent on', async () => {
    const [first, second] = ofOrder('42', 'producer');
    const [outer, inner] =
      first?.span.spanId === second?.span.parentSpanId ? [first, second] : [second, first];
    expect(inner?.span.parentSpanId).toBe(outer?.span.spanId);
    const answer = await platform.topology.takeAnswer();
    expect(answer?.headers['traceparent']).toBe(`00-${inner?.span.traceId}-${inner?.span.spanId}-01`);
    expect(answer?.headers['baggage']).toContain('order.id=42');
  });

  it('shows neither queue nor routing key, nor what the handler did with the message', () => {
    const said = own().flatMap(({ span, attributes }) => [span.name, ...Object.entries(attributes).flat()]);
    expect(said.join(' ')).not.toMatch(/routing_key|\.mes\b|order\.submitted|n?ack|redeliver|requeue/);
    // Given back and handled, refused for good: a span like any other.
    expect(ofOrder('43', 'consumer')).toHaveLength(2);
    for (const { span } of consumers()) expect(span.status?.code).not.toBe(2);
  });

  it('shows a message that no queue took, because its client throws where confirms are on', () => {
    const failed = ofOrder('46', 'producer').filter(({ span }) =>
      JSON.stringify(span.events ?? []).includes('Unroutable'),
    );
    expect(failed).toHaveLength(1);
    expect(ofOrder('42', 'producer').every(({ span }) => span.events === undefined)).toBe(true);
  });

  it('shows that a row was written, and not what was in it, unless it was refused', () => {
    const inserts = own().filter(({ span }) => span.name === 'INSERT');
    for (const { attributes } of inserts)
      expect(attributes['db.statement']).toContain('VALUES (%s, %s, now())');
    const [refused] = ofOrder('44', 'client');
    expect(refused?.span.status).toMatchObject({ code: 2 });
    expect(refused?.span.status?.message).toContain('Failing row contains (M-0044');
  });

  it('is followed by the watcher from point to point, and what was refused is not stored', async () => {
    expect(await platform.watcher.wayOf('42')).toEqual(['shop published', 'mes received', 'mes stored']);
    const refused = await platform.watcher.wayOf('44');
    expect(refused).toContain('mes received');
    expect(refused).not.toContain('mes stored');
  });

  it('tells a status change in a few lines, once for the watcher, though it goes two ways', async () => {
    expect(
      changes()
        .map(({ attributes }) => attributes['order.id'])
        .sort(),
    ).toEqual(['M-0042', 'M-0043', 'M-0046']);
    const order = await platform.watcher.order('42');
    expect(order).toMatchObject({ order: '42', stage: 'PRICE_CALCULATED', state: 'ended' });
    expect(order?.anomalies.filter(({ to }) => to === 'PRICE_CALCULATED')).toEqual([]);
  });

  it('sends what was recorded of it', async () => {
    const version = /\d+\.\d+\.\d+/.exec(inject('pythonService').how)?.[0];
    const about = `OpenTelemetry Python SDK ${version}, pika and psycopg; order 43 given back once, 44 refused, 46 published to no queue`;
    // A parent ends after its children, and may come in a later batch.
    await vi.waitFor(() => {
      const now = trim(platform.tee, about, platform.renames);
      expect(compareWithRecorded(`python-${version}`, now)).toEqual({ missing: [], unknown: [] });
    }, PATIENCE);
  });
});
