import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../../scripts/services/machine/free-port.ts';
import { startProcess } from './started-process.ts';

const COMMAND = join(import.meta.dirname, '../../cli/src/main.ts');
const MODEL = join(import.meta.dirname, 'model.yaml');
const PATIENCE_MS = 60_000;

/** The real watcher over `model.yaml`, known by its command and by HTTP alone. */
export interface Watcher {
  readonly url: string;
  /** The order as the API has it; null where it is not known. */
  order(id: string): Promise<WatchedOrder | null>;
  /** What it knows of an order's way over the hop of the model, as in `mes received`; by time. */
  wayOf(id: string): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** What these tests ask of an order; docs/http.md has the rest. */
export interface WatchedOrder {
  readonly order: string;
  readonly ids: readonly string[];
  readonly state: string;
  readonly stage: string | null;
  /** What broke the rules, `duplicate` among it; `to` is the status. */
  readonly courses: readonly { readonly arrivals: readonly Arrival[] }[];
  readonly anomalies: readonly { readonly kind: string; readonly to: string }[];
}

/** How an order came over a hop, with the points of its way that telemetry told. */
interface Arrival {
  readonly hop: string;
  readonly arrived: boolean;
  readonly steps: readonly Step[];
}

interface Step {
  /** `published`, `received`, `handled`, `failed` or `stored`. */
  readonly point: string;
  readonly system: string;
}

/** `prefix`: how the names of this test's exchange and queue begin. */
export async function startWatcher(prefix: string): Promise<Watcher> {
  const folder = mkdtempSync(join(tmpdir(), 'orderwatch-foreign-'));
  const model = join(folder, 'model.yaml');
  const text = readFileSync(MODEL, 'utf8');
  writeFileSync(model, text.replaceAll(/\b(exchange|queue): (?=\w)/g, `$1: ${prefix}`));
  const port = await findFreePort();
  const store = `sqlite:${folder}/store.sqlite`;
  const args = ['watch', '--model', model, '--store', store, '--port', String(port)];
  const child = startProcess(process.execPath, [COMMAND, ...args], { env: { ORDERWATCH_LOG_LEVEL: 'warn' } });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(`${url}/readyz`);
  async function order(id: string): Promise<WatchedOrder | null> {
    const answer = await fetch(`${url}/api/orders/${encodeURIComponent(id)}`);
    return answer.ok ? ((await answer.json()) as WatchedOrder) : null;
  }
  return {
    url,
    order,
    async wayOf(id) {
      const arrivals = (await order(id))?.courses.flatMap((course) => course.arrivals) ?? [];
      return arrivals.flatMap(({ steps }) => steps).map(({ system, point }) => `${system} ${point}`);
    },
    async stop() {
      await child.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilReady(url: string): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  while (
    !(await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (Date.now() > giveUpAt) throw new Error(`the watcher is not ready: ${url}`);
    await sleep(50);
  }
}

/** What `orderwatch generate` tells the services of this model. */
export async function generatedEnvironment(): Promise<Readonly<Record<string, string>>> {
  const folder = mkdtempSync(join(tmpdir(), 'orderwatch-foreign-'));
  try {
    const args = ['generate', '--model', MODEL, '--out', folder];
    await startProcess(process.execPath, [COMMAND, ...args]).succeeded();
    const lines = readFileSync(join(folder, 'services.env'), 'utf8').split('\n');
    const set = lines.filter((line) => /^[A-Z]/.test(line));
    return Object.fromEntries(set.map((line) => [line.split('=', 1)[0], line.replace(/^[^=]*=/, '')]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
