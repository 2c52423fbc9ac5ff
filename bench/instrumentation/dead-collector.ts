import { setTimeout as sleep } from 'node:timers/promises';
import { median, renderTable } from '../figures.ts';
import { readFlags } from '../flags.ts';
import { type Behaviour, CollectorDouble } from './collector-double.ts';
import { type Contestant, prepareContestants } from './contestants.ts';
import { runOpenLoop } from './open-loop.ts';
import { OrderService, type Vitals } from './order-service.ts';
import { provideServers } from './servers.ts';

/**
 * R12: a service under steady load while its Collector is in trouble, beside one whose Collector is well,
 * both loaded in turns. Each trouble has its own pair of services, so that growth is its own.
 *
 *   npm exec -- node bench/instrumentation/dead-collector.ts --minutes 4
 */
const { sizes, only } = readFlags('What a Collector in trouble does to a service.', {
  minutes: { meaning: 'in all', default: 4 },
  rate: { meaning: 'requests a second', default: 150 },
});

const TROUBLES: readonly Behaviour[] = ['dead', 'black hole', 'slow', 'too busy', 'broken'];
/** A slice is short, so that both have the same neighbours on the machine. */
const SLICE_SECONDS = 3;
/** For what waits to get out once the Collector is well: the longest pause between two attempts, and the rest. */
const RECOVERY_MS = 14_000;

interface Side {
  service: OrderService;
  collector: CollectorDouble;
  start: Vitals;
  p50: number[];
  p99: number[];
}

const troubles = TROUBLES.filter((one) => only.length === 0 || only.some((part) => one.includes(part)));
const slices = Math.max(1, Math.round((sizes.minutes * 60) / troubles.length / SLICE_SECONDS / 2));
const prepared = await prepareContestants('');
const servers = await provideServers();
const rows: string[][] = [];
for (const trouble of troubles) rows.push(...(await compare(trouble)));
console.log(
  renderTable(
    [
      'Collector',
      'p50',
      'p99',
      'heap +',
      'memory +',
      'spans',
      'delivered',
      'later',
      'lost',
      'dropped',
      'told',
      'exit',
    ],
    rows,
  ),
);
await servers.stop();

async function compare(trouble: Behaviour): Promise<string[][]> {
  const sides = [await open(), await open()] as const;
  await sides[1].collector.become(trouble);
  for (let slice = 0; slice < slices; slice++) {
    for (const side of sides) {
      const { p50Ms, p99Ms } = await runOpenLoop((index) => side.service.submit(index), {
        perSecond: sizes.rate,
        seconds: SLICE_SECONDS,
      });
      side.p50.push(p50Ms);
      side.p99.push(p99Ms);
    }
  }
  return Promise.all(sides.map((side, index) => conclude(index === 0 ? 'healthy' : trouble, side)));
}

async function open(): Promise<Side> {
  const collector = new CollectorDouble();
  await collector.become('healthy');
  const service = await OrderService.start(contestantFor(collector.endpoint), servers.env);
  await runOpenLoop((index) => service.submit(index), { perSecond: sizes.rate, seconds: SLICE_SECONDS });
  return { service, collector, start: await service.vitals(), p50: [], p99: [] };
}

function contestantFor(endpoint: string): Contestant {
  const [, ours] = prepared;
  if (ours === undefined) throw new Error('there is no contestant of ours');
  return {
    ...ours,
    env: {
      ...ours.env,
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      METRICS: 'yes',
      ORDERWATCH_HEARTBEAT_MS: '1000',
    },
  };
}

/**
 * Growth while the trouble lasts; then the Collector is well again, and it is seen what is delivered later.
 * Only spans of orders are numbered and counted; `dropped`, and what a heartbeat told of it, is all spans.
 */
async function conclude(name: string, { service, collector, start, p50, p99 }: Side): Promise<string[]> {
  const end = await service.vitals();
  const deliveredBefore = collector.spans;
  await collector.become('healthy');
  await sleep(RECOVERY_MS);
  const after = await service.telemetry();
  const delivered = collector.spans;
  const told = collector.toldDropped;
  const exitMs = await stopInTrouble(name, service, collector);
  const mb = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`;
  return [
    name,
    `${median(p50).toFixed(1)} ms`,
    `${median(p99).toFixed(1)} ms`,
    mb(end.heapUsed - start.heapUsed),
    mb(end.rss - start.rss),
    String(after.spans),
    String(deliveredBefore),
    String(delivered - deliveredBefore),
    String(after.spans - delivered),
    String(after.dropped),
    String(told),
    `${exitMs.toFixed(0)} ms`,
  ];
}

/** The end comes while it is in trouble again: that is when it takes longest. */
async function stopInTrouble(
  name: string,
  service: OrderService,
  collector: CollectorDouble,
): Promise<number> {
  if (name !== 'healthy') await collector.become(name as Behaviour);
  for (let id = 0; id < 10; id++) await service.submit(id);
  const exitMs = await service.stop();
  await collector.close();
  return exitMs;
}
