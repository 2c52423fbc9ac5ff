import { context, trace } from '@opentelemetry/api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { settingsFrom } from '../config/settings.ts';
import { AsyncContext } from '../context/async-context.ts';
import { SpanPipeline } from '../export/span-pipeline.ts';
import { createAttributeRules } from '../privacy/attribute-rules.ts';
import { type Running, setRunning } from '../start/running.ts';
import { allAttributes } from '../trace/finished-span.ts';
import { WorkTracers } from '../trace/work-tracer.ts';
import { bindOrder, withOrder } from './bind.ts';
import { Order } from './order.ts';
import { createScope, orderIn, withScope } from './scope.ts';

const contexts = new AsyncContext();
let ended: string[];

const spans = new SpanPipeline({
  outlet: {
    add: (span) => {
      const { name } = span;
      const attributes = allAttributes(span);
      ended.push(`${name} ${attributes['order.id']} ${attributes['order.channel'] ?? ''}`.trim());
    },
    flush: async () => {},
    dropped: 0,
  },
  observe: () => {},
});
const tracer = new WorkTracers(
  {
    limits: settingsFrom({}, {}).spanLimits,
    rules: createAttributeRules([], 100),
    onStart: () => {},
    onEnd: (span) => spans.onEnd(span),
  },
  () => true,
).getTracer('test');

beforeAll(() => {
  context.setGlobalContextManager(contexts);
  setRunning({
    settings: settingsFrom({}, {}),
    enterContext: (entered) => contexts.enter(entered),
  } as Running);
});

afterAll(() => context.disable());

beforeEach(() => {
  ended = [];
});

/** Runs in a span of its own that ends with it. */
function work<T>(name: string, fn: () => T): T {
  return tracer.startActiveSpan(name, (span) => {
    const result = fn();
    if (result instanceof Promise) void result.finally(() => span.end());
    else span.end();
    return result;
  });
}

const pause = () => new Promise(setImmediate);

describe('binding an order', () => {
  it('reaches spans that already run, siblings and the root', () => {
    work('root', () => {
      work('before', () => {});
      work('parent', () => work('child', () => bindOrder(1)));
      work('sibling', () => {});
    });
    expect(ended).toEqual(['before undefined', 'child 1', 'parent 1', 'sibling 1', 'root 1']);
  });

  it('again by its id keeps what was known of it', () => {
    work('root', () => {
      bindOrder({ id: 1, channel: 'b2c' });
      bindOrder(1);
    });
    expect(ended).toEqual(['root 1 b2c']);
  });

  it('takes the place of one that came by baggage: it is the same order by another name', () => {
    const inherited = createScope(new Order('42', [['order.id', '42']]));
    context.with(withScope(context.active(), inherited), () => work('root', () => bindOrder('M-0042')));
    expect(ended).toEqual(['root M-0042']);
  });

  it('of another id holds for its own flow, also when several are worked on at once', async () => {
    await work('batch', () =>
      Promise.all(
        [1, 2, 3].map((id) =>
          work('item', async () => {
            bindOrder(id);
            await pause();
            work(`step of ${id}`, () => {});
          }),
        ),
      ),
    );
    await pause();
    expect(ended.toSorted()).toEqual(
      ['batch 1', 'item 1', 'item 2', 'item 3', 'step of 1 1', 'step of 2 2', 'step of 3 3'].toSorted(),
    );
  });

  it('holds where nothing is traced, for the flow in which it is said', async () => {
    const flow = async (id: number) => {
      await pause();
      bindOrder(id);
      await pause();
      return orderIn(context.active())?.id;
    };
    await expect(Promise.all([flow(1), flow(2)])).resolves.toEqual(['1', '2']);
    expect(orderIn(context.active())).toBeUndefined();
  });

  it('around a function ends with it', () => {
    work('root', () => {
      withOrder(7, () => work('inside', () => {}));
      work('outside', () => {});
    });
    expect(ended).toEqual(['inside 7', 'outside undefined', 'root undefined']);
  });

  it.each([undefined, null, {}, Number.NaN])('of no id, %j, changes nothing and throws nothing', (order) => {
    work('root', () => bindOrder(order as never));
    expect(ended).toEqual(['root undefined']);
    expect(withOrder(order as never, () => trace.getActiveSpan())).toBeUndefined();
  });
});
