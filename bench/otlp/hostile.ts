/**
 * R10 and R11: a whole watcher under bodies that nobody should send. Mutated, truncated and random OTLP
 * of both encodings for as long as is asked for; and gzip bombs of 1000:1. Counts the answers, and what
 * became of the watcher. Run: npm exec -- node bench/otlp/hostile.ts --seconds 600
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { count, median, quantile, renderTable } from '../figures.ts';
import { readFlags } from '../flags.ts';
import { createMutator } from './mutate.ts';
import { encodeStatusChanges } from './status-changes.ts';

const { sizes, json } = readFlags('A watcher under hostile OTLP bodies, and gzip bombs.', {
  seconds: { meaning: 'how long to send broken bodies', default: 60 },
  senders: { meaning: 'requests under way at once', default: 4 },
  bombs: { meaning: 'gzip bombs to send, one after the other', default: 10 },
  seed: { meaning: 'of the mutations', default: 1 },
});

const MIB = 1024 * 1024;
const WATCHER = fileURLToPath(new URL('watcher-process.ts', import.meta.url));
const child = fork(WATCHER, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
const ended = once(child, 'exit');
const [url] = (await once(createInterface(child.stdout as Readable), 'line')) as [string];
const rss = async (): Promise<number> => {
  child.send('rss');
  const [bytes] = (await once(child, 'message')) as [number];
  return bytes;
};

const answers = new Map<string, number>();
async function post(path: string, headers: Record<string, string>, body: Uint8Array): Promise<number> {
  const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body });
  await answer.bytes();
  return answer.status;
}

async function sendBroken(sender: number): Promise<void> {
  const mutate = createMutator(sizes.seed * 1_000 + sender);
  const until = performance.now() + sizes.seconds * 1_000;
  while (performance.now() < until) {
    const { path, headers, body } = mutate();
    const status = await post(path, headers, body).catch(() => 'connection lost');
    answers.set(String(status), (answers.get(String(status)) ?? 0) + 1);
  }
}

/** 64 MiB of zeros is 64 KiB as gzip has it. */
const bomb = gzipSync(Buffer.alloc(64 * MIB));
const calm = await rss();
await Promise.all(Array.from({ length: sizes.senders }, (_, i) => sendBroken(i)));
const afterFuzz = await rss();
const bombs: { status: number; ms: number; grownMib: number }[] = [];
for (let i = 0; i < sizes.bombs; i += 1) {
  const [before, began] = [await rss(), performance.now()];
  const status = await post(
    '/v1/traces',
    { 'content-type': 'application/x-protobuf', 'content-encoding': 'gzip' },
    bomb,
  );
  bombs.push({ status, ms: performance.now() - began, grownMib: ((await rss()) - before) / MIB });
}
const good = encodeStatusChanges({ from: 0, until: 10, step: 0, now: Date.now() });
const alive = await post('/v1/traces', { 'content-type': 'application/x-protobuf' }, good);
child.kill('SIGTERM');
const [code] = (await ended) as [number | null];

const figures = {
  answers: Object.fromEntries([...answers].sort()),
  mibBefore: Math.round(calm / MIB),
  mibAfter: Math.round(afterFuzz / MIB),
  bomb: {
    ratio: Math.round((64 * MIB) / bomb.length),
    statuses: [...new Set(bombs.map(({ status }) => status))],
    msMedian: Math.round(median(bombs.map(({ ms }) => ms))),
    msWorst: Math.round(
      quantile(
        bombs.map(({ ms }) => ms),
        1,
      ),
    ),
    mibWorst: Math.round(Math.max(...bombs.map(({ grownMib }) => grownMib))),
  },
  afterwards: { status: alive, exitCode: code },
};
const rows = Object.entries(figures.answers).map(([status, times]) => [status, count(times)]);
console.log(
  json
    ? JSON.stringify({ node: process.version, ...sizes, ...figures }, null, 2)
    : [
        `Node ${process.version}; broken bodies for ${sizes.seconds} s`,
        renderTable(['answer', 'times'], rows),
        `memory ${figures.mibBefore} MiB before, ${figures.mibAfter} MiB after`,
        `bombs of ${figures.bomb.ratio}:1: ${figures.bomb.statuses.join(', ')} in ${figures.bomb.msMedian} ms, at worst ${figures.bomb.msWorst} ms and ${figures.bomb.mibWorst} MiB more`,
        `a good body afterwards: ${alive}; ended with ${code}`,
      ].join('\n'),
);
process.exitCode =
  alive === 200 && code === 0 && !answers.has('500') && !answers.has('connection lost') ? 0 : 1;
