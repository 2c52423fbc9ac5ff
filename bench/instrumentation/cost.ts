import { median, renderTable } from '../figures.ts';
import { readFlags } from '../flags.ts';
import { type Contestant, prepareContestants } from './contestants.ts';
import { type Latency, runOpenLoop } from './open-loop.ts';
import { OrderService } from './order-service.ts';
import { startByteReceiver } from './receiver.ts';
import { provideServers } from './servers.ts';
import { measureStartUp } from './start-up.ts';

/**
 * P1, P2 and P8: what a service costs with every span exported, by us and by others, beside the same
 * service bare. The contestants take turns, so that a busy machine is busy for all.
 *
 *   npm exec -- node bench/instrumentation/cost.ts --help
 *
 * PROFILE=folder writes a CPU profile of each into it; `profile-summary.ts` reads them.
 */
const { sizes, only } = readFlags('What instrumentation costs a service, ours beside others.', {
  rounds: { meaning: 'turns of each', default: 7 },
  warm: { meaning: 'turns before them, for the compiler', default: 6 },
  requests: { meaning: 'requests of a turn, and messages', default: 2000 },
  rate: { meaning: 'requests a second for the latency', default: 800 },
  seconds: { meaning: 'of that, for each, in three turns', default: 9 },
  starts: { meaning: 'starts of each', default: 9 },
});

interface Measured {
  service: OrderService;
  perRequest: number[];
  perMessage: number[];
  p50: number[];
  p99: number[];
  /** After a while of steady load, and after all that a closed loop and bursts of messages could do. */
  steadyRss: number;
  rss: number;
}

const LATENCY_TURNS = 3;

async function takeTurns(all: readonly Measured[]): Promise<void> {
  for (const one of all) {
    await takeLatency(one);
    one.steadyRss = (await one.service.vitals()).rss;
  }
  for (let round = 0; round < sizes.warm + sizes.rounds; round++) {
    for (const one of all) {
      const request = await one.service.cpuPerRequest(sizes.requests);
      const message = await one.service.cpuPerMessage(sizes.requests);
      if (round < sizes.warm) continue;
      one.perRequest.push(request);
      one.perMessage.push(message);
    }
  }
  for (let turn = 0; turn < LATENCY_TURNS; turn++) {
    for (const one of all) {
      const { p50Ms, p99Ms } = await takeLatency(one);
      one.p50.push(p50Ms);
      one.p99.push(p99Ms);
      one.rss = Math.max(one.rss, (await one.service.vitals()).rss);
    }
  }
}

const takeLatency = ({ service }: Measured): Promise<Latency> =>
  runOpenLoop((index) => service.submit(index), {
    perSecond: sizes.rate,
    seconds: sizes.seconds / LATENCY_TURNS,
  });

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MB`;

function render(all: readonly Measured[], starts: readonly number[]): string {
  const [bare] = all;
  const ratio = (values: number[], base: number[] = []): string =>
    `${median(values).toFixed(0)} µs ×${(median(values) / median(base)).toFixed(2)}`;
  const rows = all.map((one, index) => [
    one.service.contestant.name,
    ratio(one.perRequest, bare?.perRequest),
    ratio(one.perMessage, bare?.perMessage),
    megabytes(one.steadyRss - (bare?.steadyRss ?? 0)),
    megabytes(one.rss - (bare?.rss ?? 0)),
    `${((starts[index] ?? 0) - (starts[0] ?? 0)).toFixed(0)} ms`,
    `${median(one.p50).toFixed(1)} ms`,
    `${median(one.p99).toFixed(1)} ms`,
  ]);
  return renderTable(['', 'request', 'message', 'memory +', 'at most +', 'start +', 'p50', 'p99'], rows);
}

const receiver = await startByteReceiver();
const every = await prepareContestants(receiver.endpoint);
const isAsked = ({ name }: Contestant): boolean =>
  only.length === 0 || only.some((part) => name.includes(part));
const contestants = every.filter((one) => one.name === 'bare' || isAsked(one));
const starts = await measureStartUp(contestants, sizes.starts);
const servers = await provideServers();
const all: Measured[] = [];
for (const contestant of contestants) {
  const service = await OrderService.start(contestant, servers.env);
  all.push({ service, perRequest: [], perMessage: [], p50: [], p99: [], steadyRss: 0, rss: 0 });
}
await takeTurns(all);
console.log(render(all, starts));
console.log(`received ${(receiver.bytes / 2 ** 20).toFixed(1)} MB of telemetry`);
for (const { service } of all) await service.stop();
receiver.close();
await servers.stop();
