const LEVELS: Readonly<Record<number, string>> = {
  10: 'TRACE',
  20: 'DEBUG',
  30: 'INFO ',
  40: 'WARN ',
  50: 'ERROR',
  60: 'FATAL',
};
const COLOURS: Readonly<Record<number, number>> = { 40: 33, 50: 31, 60: 35 };

/** Fields that every line has and that tell a person at a terminal nothing. */
const COMMON = new Set(['level', 'time', 'msg', 'pid', 'hostname', 'name']);

/**
 * Renders one JSON log line for a terminal: time, level, message, then `key=value`. Control characters
 * in values are escaped, so that what an order is called cannot drive the terminal.
 */
export function renderPrettyLine(json: string): string {
  const fields = parseLine(json);
  if (fields === null) return json;
  const level = typeof fields.level === 'number' ? fields.level : 30;
  const time = typeof fields.time === 'number' ? new Date(fields.time).toISOString().slice(11, 23) : '';
  const rest = Object.entries(fields)
    .filter(([key]) => !COMMON.has(key))
    .map(([key, value]) => `${key}=${printable(value)}`);
  const message = typeof fields.msg === 'string' ? escapeControls(fields.msg) : '';
  const label = LEVELS[level] ?? String(level);
  return `${[time, colour(level, label), message, ...rest].join(' ')}\n`;
}

function parseLine(json: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(json);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : null;
  } catch {
    return null;
  }
}

function printable(value: unknown): string {
  if (typeof value === 'string')
    return /^[\w./:@+-]+$/.test(value) ? value : escapeControls(JSON.stringify(value));
  if (isError(value)) return escapeControls(JSON.stringify(value.message));
  return escapeControls(JSON.stringify(value) ?? 'undefined');
}

function isError(value: unknown): value is { message: string; stack: string } {
  return typeof value === 'object' && value !== null && 'stack' in value && 'message' in value;
}

function colour(level: number, text: string): string {
  const code = COLOURS[level];
  return code === undefined ? text : `\u001b[${code}m${text}\u001b[0m`;
}

function escapeControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, (character) => {
    return `\\u${character.codePointAt(0)?.toString(16).padStart(4, '0')}`;
  });
}
