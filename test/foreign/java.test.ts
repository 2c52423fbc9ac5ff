import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { compareWithRecorded, trim } from './fixture.ts';
import { type Platform, startPlatform } from './platform.ts';
import { AGENT_VERSION } from './provide/java.ts';
import { logsIn, type ReceivedSpan, renderSpans, spansIn } from './spans.ts';
import { type StartedProcess, startProcess } from './started-process.ts';

const PATIENCE = { timeout: 30_000, interval: 250 };

/** It lives for seconds: what takes long to compile well is not worth it. */
const FAST_START = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

/** The same service twice: as the agent is, and as it is where the newer conventions are chosen. */
describe.each([
  { names: 'the names it has by default', optIn: '', fixture: `java-agent-${AGENT_VERSION}` },
  {
    names: 'the stable names',
    optIn: 'database,messaging',
    fixture: `java-agent-${AGENT_VERSION}-stable-names`,
  },
])('a Java service under the OpenTelemetry agent, with $names', ({ optIn, fixture }) => {
  let platform: Platform;
  let service: StartedProcess;

  beforeAll(async () => {
    platform = await startPlatform({
      postgresUrl: inject('postgresUrl'),
      rabbitmqUrl: inject('rabbitmqUrl'),
    });
    const { java, agent, classPath } = inject('javaService');
    service = startProcess(java, [...FAST_START, `-javaagent:${agent}`, '-cp', classPath, 'MesApi'], {
      env: {
        ...platform.environment,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
        OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
        OTEL_METRICS_EXPORTER: 'none',
        OTEL_SEMCONV_STABILITY_OPT_IN: optIn,
        JDBC_URL: jdbcUrl(platform.database.url),
        CARRIER_URL: platform.tee.url,
      },
    });
    await service.line('consuming');
    await platform.submit('42', '43', '44', '46');
    await Promise.all(['acked 42', 'acked 43', 'refused 44', 'acked 46'].map((line) => service.line(line)));
    await platform.tee.until(() => settled().length === 5 && changes().length === 3, tree);
  });
  afterAll(() => platform?.close(service));

  const spans = () => spansIn(platform.tee.traces);
  const own = () => spans().filter((each) => each.service === 'mes-api');
  const tree = () => renderSpans(spans()).replaceAll(`${platform.topology.name}.`, '');
  const changes = () => logsIn(platform.tee.logs).filter((each) => each.service === 'mes-api');
  const settled = () => own().filter(({ span }) => /^(basic\.)?n?ack$/.test(span.name));
  const ofOrder = (id: string, kind: string) =>
    own().filter((each) => each.kind === kind && each.attributes['order.id'] === id);
  const sender = (id: string) =>
    spans().find(
      (each) => each.service === 'crm-api' && each.kind === 'producer' && each.attributes['order.id'] === id,
    )?.span;

  it('does its work: a row for each order but the one that its database refuses', async () => {
    const written = ['M-0042', 'M-0043', 'M-0046'].map((id) => [id, 'PRICE_CALCULATED']);
    expect(await platform.rows()).toEqual(Object.fromEntries(written));
    expect(await platform.topology.refusedCount()).toBe(1);
  });

  it('is believed by the watcher, which takes every request in its encoding', () => {
    const sent = platform.tee.sent.filter(({ encoding }) => encoding.compression === 'gzip');
    expect(sent.length).toBeGreaterThan(0);
    expect(platform.tee.sent.map(({ answer }) => answer)).toEqual(platform.tee.sent.map(() => 200));
  });

  it('has the order that came as baggage on every span of the work, by its environment alone', () => {
    const setUp = own().filter(({ attributes }) => attributes['order.id'] === undefined);
    // What it does before there is a message.
    expect(setUp.map(({ span }) => span.name).sort()).toEqual([
      'basic.consume',
      'basic.qos',
      'confirm.select',
    ]);
    const work = own().filter(({ attributes }) => attributes['order.id'] !== undefined);
    expect(work.length).toBeGreaterThan(15);
    for (const { attributes } of work)
      expect(attributes).toMatchObject({ 'order.channel': 'b2c', 'order.complexity': 'high' });
  });

  it('is known across the broker: its handler is a child of the sender, or links to it', () => {
    for (const id of ['42', '43', '44', '46']) {
      for (const { span } of ofOrder(id, 'consumer')) {
        const from = sender(id);
        const linked = (span.links ?? []).map(({ spanId }) => spanId);
        expect([span.parentSpanId, ...linked]).toContain(from?.spanId);
      }
    }
  });

  it('sends on what it was sent: the shop learns of the same order in the same trace', async () => {
    const answer = await platform.topology.takeAnswer();
    const [publish] = ofOrder('42', 'producer') as [ReceivedSpan];
    expect(answer?.body).toBe('M-0042');
    expect(answer?.headers).toMatchObject({
      traceparent: `00-${publish.span.traceId}-${publish.span.spanId}-01`,
      baggage: expect.stringContaining('order.id=42'),
    });
  });

  it('shows that a row was written, and not what was in it', () => {
    const inserts = own().filter(({ span }) => span.name.startsWith('INSERT'));
    expect(inserts.map(({ attributes }) => attributes['order.id']).sort()).toEqual(['42', '43', '44', '46']);
    const statements = inserts.map(
      ({ attributes }) => attributes['db.query.text'] ?? attributes['db.statement'],
    );
    for (const statement of statements) expect(statement).toContain('VALUES (?, ?, now())');
    const [refused] = inserts.filter(({ attributes }) => attributes['order.id'] === '44');
    expect(refused?.span.status?.code).toBe(2);
  });

  it('does not show whether a message was given back or refused for good', () => {
    const nacks = settled().filter(({ span }) => span.name.endsWith('nack'));
    const [back, refused] = ['43', '44'].map((id) =>
      nacks.find(({ attributes }) => attributes['order.id'] === id),
    );
    expect(Object.keys(back?.attributes ?? {}).sort()).toEqual(Object.keys(refused?.attributes ?? {}).sort());
    expect(JSON.stringify([nacks, ofOrder('43', 'consumer')])).not.toMatch(/requeue|redeliver/i);
  });

  it('does not show that a message was returned; to wait for a confirm is a span of its own', () => {
    const [routed, unroutable] = ['42', '46'].map((id) => ofOrder(id, 'producer')[0]);
    expect(Object.keys(unroutable?.attributes ?? {})).toEqual(Object.keys(routed?.attributes ?? {}));
    expect(unroutable?.span.status?.code).not.toBe(2);
    const others = own().filter(({ attributes }) => attributes['order.id'] === '46');
    expect(
      others.filter(({ span }) => /confirm|return/i.test(span.name)).map(({ span }) => span.name),
    ).toEqual(['Channel.waitForConfirmsOrDie']);
  });

  it('takes the order to every host that it calls, whatever list there is', () => {
    expect(platform.environment['ORDERWATCH_BAGGAGE_HOSTS']).toBe('*.shop.test');
    const baggage = platform.tee.calls.map((headers) => headers['baggage']);
    expect(baggage).toHaveLength(3);
    for (const each of baggage) expect(each).toContain('order.id=');
  });

  it('sends no heartbeat and numbers no span', () => {
    expect(JSON.stringify(own())).not.toContain('orderwatch.');
  });

  it('is followed by the watcher from point to point, and what was refused is not stored', async () => {
    expect(await platform.watcher.wayOf('42')).toEqual([
      'shop published',
      'mes received',
      'mes stored',
      'mes handled',
    ]);
    const refused = await platform.watcher.wayOf('44');
    expect(refused).toEqual(['shop published', 'mes received', 'mes failed']);
  });

  it('tells a status change in a few lines, once for the watcher, though it goes two ways', async () => {
    expect(
      changes()
        .map(({ attributes }) => attributes['order.id'])
        .sort(),
    ).toEqual(['M-0042', 'M-0043', 'M-0046']);
    const order = await platform.watcher.order('42');
    expect(order).toMatchObject({ order: '42', stage: 'PRICE_CALCULATED', state: 'ended' });
    const twice = order?.anomalies.filter(({ to }) => to === 'PRICE_CALCULATED');
    expect(twice).toEqual([]);
    expect(await platform.watcher.order('M-0042')).toMatchObject({ order: '42' });
  });

  it('sends what was recorded of it', async () => {
    const about = `OpenTelemetry Java agent ${AGENT_VERSION}, OTEL_SEMCONV_STABILITY_OPT_IN=${optIn}; order 43 given back once, 44 refused, 46 published to no queue`;
    // A parent ends after its children, and may come in a later batch.
    await vi.waitFor(() => {
      const now = trim(platform.tee, about, platform.renames);
      expect(compareWithRecorded(fixture, now)).toEqual({ missing: [], unknown: [] });
    }, PATIENCE);
  });
});

function jdbcUrl(url: string): string {
  const { host, pathname, username, password } = new URL(url);
  return `jdbc:postgresql://${host}${pathname}?user=${username}&password=${password}`;
}
