/** Which log lines of the services people see. */
export type Shown = 'quiet' | 'warn' | 'info' | 'json';

const WIDTH = 17;
const LEVELS: Readonly<Record<number, string>> = { 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };
const LEAST: Readonly<Record<Shown, number>> = { quiet: 50, warn: 40, info: 30, json: 0 };
/** What pino and we put on every line, which people need not see on each. */
const LEFT_OUT = new Set([
  'level',
  'time',
  'msg',
  'service',
  'pid',
  'hostname',
  'trace_id',
  'span_id',
  'trace_flags',
]);

export function statusLine(service: string, text: string): string {
  return `${service.padEnd(WIDTH)} ${text}`;
}

/** A line of a service as people see it, or nothing; what is no log line is shown as it is. */
export function renderLog(service: string, line: string, shown: Shown): string | undefined {
  if (shown === 'json') return line;
  const record = parse(line);
  if (record === undefined) return statusLine(service, line);
  const level = typeof record['level'] === 'number' ? record['level'] : 30;
  if (level < LEAST[shown]) return undefined;
  const rest = Object.entries(record).filter(([key]) => !LEFT_OUT.has(key));
  const details = rest.map(([key, value]) => `${key}=${brief(value)}`).join(' ');
  return statusLine(service, [LEVELS[level] ?? level, record['msg'], details].filter(Boolean).join(' '));
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    const record: unknown = JSON.parse(line);
    return typeof record === 'object' && record !== null ? (record as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function brief(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'message' in value) return String(value.message);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
