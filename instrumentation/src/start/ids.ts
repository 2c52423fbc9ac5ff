import type { IdGenerator } from '@opentelemetry/sdk-trace';

const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const ZERO = '00000000';

/** Random ids as the W3C wants them, never all zero; not secrets, so the fast generator will do. */
export const randomIds: IdGenerator = {
  generateTraceId: () => word() + word() + word() + lastWord(),
  generateSpanId: () => word() + lastWord(),
};

function word(): string {
  const value = (Math.random() * 2 ** 32) >>> 0;
  return (
    (BYTES[value >>> 24] as string) +
    BYTES[(value >>> 16) & 255] +
    BYTES[(value >>> 8) & 255] +
    BYTES[value & 255]
  );
}

function lastWord(): string {
  const text = word();
  return text === ZERO ? '00000001' : text;
}
