import { readFileSync } from 'node:fs';
import { LOAD_USAGE, type LoadValues, readLoadSettings } from '../config/load-settings.ts';
import { SettingsInvalid } from '../config/read-variables.ts';
import { Customers } from './customers.ts';
import { runLive } from './live.ts';
import { People } from './people.ts';
import { parsePlan, type Planned } from './plan.ts';
import { PlannedActions } from './planned-actions.ts';
import { connectPlatform } from './platform-client.ts';
import { runRounds } from './rounds.ts';
import type { Step } from './steps.ts';
import { addOpenMs } from './workshop-hours.ts';

const HOUR_MS = 3_600_000;
const say = (line: string) => console.error(`load              ${line}`);

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    process.once(signal, () => process.exit(130));
    stopping.abort();
  });
}

async function run(mode: 'live' | 'rounds', values: LoadValues): Promise<void> {
  const { seed, from, hourSeconds } = values;
  const client = await connectPlatform(values.controlUrl, values.token);
  const isLive = mode === 'live';
  const dueAt = isLive
    ? (seenAt: number, hours: number) => seenAt + hours * hourSeconds * 1_000
    : (seenAt: number, hours: number, { who }: Step) =>
        who === 'carrier' ? seenAt + hours * HOUR_MS : addOpenMs(seenAt, hours * HOUR_MS);
  const parts = {
    client,
    customers: new Customers({ client, seed, run: `${seed}-${Date.now()}` }),
    people: new People({ client, seed, dueAt }),
    actions: new PlannedActions(client, readPlan(values.planFile), isLive ? Date.now() : from, say),
    signal: stopping.signal,
  };
  if (isLive) await runLive({ ...values, ...parts });
  else for await (const round of runRounds({ ...values, ...parts })) console.log(JSON.stringify(round));
  say(`${parts.customers.count} orders`);
}

function readPlan(file: string): Planned[] {
  if (file === '') return [];
  const parsed = parsePlan(readFileSync(file, 'utf8'));
  if (parsed.kind === 'plan') return parsed.planned;
  throw new SettingsInvalid(parsed.problems.map((problem) => `${file}: ${problem}`));
}

try {
  const settings = readLoadSettings(process.argv.slice(2));
  if (settings.kind === 'help') console.log(LOAD_USAGE);
  else await run(settings.mode, settings.values);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof SettingsInvalid ? 2 : 1;
}
// Requests that nobody waits for any more would keep it from ending.
process.exit();
