/** Why and where a message died last, as the broker's x-death header says. */
export interface Death {
  readonly reason: string;
  readonly queue: string;
  /** Where it had been published to, and under which key. */
  readonly exchange: string;
  readonly routingKey: string | null;
  /** How often it died there of this, from 1. */
  readonly count: number;
  /** Of the first of these times, in whole seconds; epoch milliseconds. Null: not said. */
  readonly firstAt: number | null;
}

/** AMQP's names have at most 255 bytes. */
const LONGEST = 255;
const REASON = /^[\w-]{1,64}$/;

/** Of several entries the first is the youngest. Null: it is no header as the broker writes it. */
export function readDeath(header: unknown): Death | null {
  const entry: unknown = Array.isArray(header) ? header[0] : null;
  if (typeof entry !== 'object' || entry === null) return null;
  const { reason, queue, exchange, count, time, 'routing-keys': keys } = entry as Record<string, unknown>;
  if (typeof reason !== 'string' || !REASON.test(reason) || !isName(queue) || queue === '') return null;
  if (!isName(exchange)) return null;
  const key: unknown = Array.isArray(keys) ? keys[0] : null;
  return {
    reason,
    queue,
    exchange,
    routingKey: isName(key) ? key : null,
    count: Number.isSafeInteger(count) && (count as number) > 0 ? (count as number) : 1,
    firstAt: timestamp(time),
  };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST && !/\p{Cc}/u.test(value);
}

/** The driver's form of an AMQP timestamp, which counts seconds. */
function timestamp(value: unknown): number | null {
  if (typeof value !== 'object' || value === null) return null;
  const { '!': type, value: seconds } = value as Record<string, unknown>;
  const isTime = type === 'timestamp' && Number.isSafeInteger(seconds) && (seconds as number) > 0;
  return isTime && (seconds as number) < 1e11 ? (seconds as number) * 1000 : null;
}
