import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Every engine the product works with: what no test touched must be said too. */
const ENGINES = [
  'PostgreSQL',
  'Chromium',
  'RabbitMQ',
  'Prometheus',
  'Alertmanager',
  'OpenTelemetry Collector',
  'Tempo',
  'Loki',
  'Grafana',
];

/** Written by the test run, which is another process than the one that tells of it at the end. */
const RECORD = join(import.meta.dirname, '../../.cache/engines-tested.txt');

/** Each line begins with the name of its engine. Added to what other parts of the run recorded. */
export function recordEnginesTested(lines: readonly string[]): void {
  mkdirSync(dirname(RECORD), { recursive: true });
  writeFileSync(RECORD, `${[...new Set([...readEnginesTested(), ...lines])].join('\n')}\n`);
}

export function forgetEnginesTested(): void {
  rmSync(RECORD, { force: true });
}

export function readEnginesTested(): string[] {
  try {
    return readFileSync(RECORD, 'utf8').trim().split('\n');
  } catch {
    return [];
  }
}

/** The closing lines of a run: what was tested for real, and what was not. */
export function renderEnginesTested(tested: readonly string[]): string {
  const missing = ENGINES.filter((engine) => !tested.some((line) => line.startsWith(engine)));
  return [
    'Engines tested:',
    ...(tested.length === 0 ? ['  none'] : tested.map((line) => `  ${line}`)),
    `Engines not tested: ${missing.length === 0 ? 'none' : missing.join(', ')}`,
  ].join('\n');
}
