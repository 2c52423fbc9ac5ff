import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ProbeWitness, parseModel, renderProblem } from '@orderwatch/model';
import { createProbeWitness, type RawRecord, systemClock } from '@orderwatch/sla-watcher';
import { afterAll, afterEach, beforeAll, describe, expect, inject as provided, it } from 'vitest';
import { inject } from '../../scripts/services/demo/faults.ts';
import { mesIdOf, type Orders, ordersOn } from '../../scripts/services/demo/orders.ts';
import { type DemoPlatform, startDemo } from '../../scripts/services/demo/platform.ts';

let demo: DemoPlatform;
let orders: Orders;

beforeAll(async () => {
  demo = await startDemo({ postgresUrl: provided('postgresUrl'), rabbitmqUrl: provided('rabbitmqUrl') });
  orders = ordersOn(demo);
});
afterEach(async () => {
  await demo.control('DELETE', '/faults');
});
afterAll(async () => {
  await demo?.stop();
});

/** The platform's own model, with a probe of the operators' list. */
function probeOf(limit: number): ProbeWitness {
  const file = readFileSync(join(import.meta.dirname, '../../orderwatch.yaml'), 'utf8');
  const text = file.replace(
    /^witnesses:$/m,
    `witnesses:
  operators-screen:
    kind: probe
    systems: mes
    url_env: MES_LIST_URL
    path: '/orders?status={status}&limit=${limit}&after={next}'
    items: /orders
    order: /id
    status: /status
    next: /next`,
  );
  const parsed = parseModel(text, { file: 'orderwatch.yaml', now: Date.now() });
  if (!parsed.ok) throw new Error(parsed.problems.map(renderProblem).join('\n'));
  return parsed.model.witnesses.get('operators-screen') as ProbeWitness;
}

/** What each read of the operators' list says of one order. */
function probing(limit: number) {
  const witness = createProbeWitness(probeOf(limit), demo.urls['mes-api'] ?? '', systemClock);
  let cursor: string | null = null;
  return async (id: string) => {
    const records: RawRecord[] = [];
    for await (const batch of witness.read(cursor, AbortSignal.timeout(30_000))) {
      records.push(...batch.records);
      cursor = batch.next.cursor;
      expect(batch.next.health).toMatchObject({ state: 'healthy', detail: null });
    }
    return records.flatMap((record) =>
      record.kind === 'side' && record.order === mesIdOf(id) ? [`${record.says} ${record.status}`] : [],
    );
  };
}

const approval = { stage: 'MANUFACTURING_APPROVED', limit: 1 };

describe("a probe of the operators' list", () => {
  it('sees an order move from stage to stage, over several pages', async () => {
    const read = probing(1);
    const id = await orders.submitted();
    await orders.untilShop(id, 'PRICE_CALCULATED');
    await orders.submitted();
    await demo.quiet();
    expect(await read(id)).toEqual(['listed PRICE_CALCULATED']);
    await orders.approve(id);
    await orders.untilMes(id, 'MANUFACTURING_APPROVED');
    await demo.quiet();
    expect(await read(id)).toEqual(['listed MANUFACTURING_APPROVED']);
    expect(await read(id)).toEqual([]);
  });

  it('sees it stay where it was when the list is stale, and move on when the list is itself again', async () => {
    const read = probing(100);
    const injected = await inject(demo, { fault: 'hidden-stale', ...approval });
    const id = await orders.approved();
    await demo.quiet();
    expect(await orders.mesStatus(id)).toBe('MANUFACTURING_APPROVED');
    expect(await read(id)).toEqual(['listed PRICE_CALCULATED']);
    await injected.clear();
    expect(await read(id)).toEqual(['listed MANUFACTURING_APPROVED']);
  });

  it('misses it when the list filters it out, once it was missing twice', async () => {
    const read = probing(100);
    const id = await orders.submitted();
    await orders.untilShop(id, 'PRICE_CALCULATED');
    await demo.quiet();
    expect(await read(id)).toEqual(['listed PRICE_CALCULATED']);
    const injected = await inject(demo, { fault: 'hidden-filtered', ...approval });
    await orders.approve(id);
    await orders.untilMes(id, 'MANUFACTURING_APPROVED');
    await demo.quiet();
    expect(await read(id)).toEqual([]);
    expect(await read(id)).toEqual(['unlisted PRICE_CALCULATED']);
    await injected.clear();
    expect(await read(id)).toEqual(['listed MANUFACTURING_APPROVED']);
  });
});
