import {
  ATTR_ORDERWATCH_HEARTBEAT_LAST,
  ATTR_ORDERWATCH_RUN_ID,
  ATTR_ORDERWATCH_SPAN_COUNT,
  ATTR_ORDERWATCH_SPAN_NUMBER,
  ATTR_ORDERWATCH_SPAN_OPEN_SINCE,
  ATTR_ORDERWATCH_SPAN_UNSAMPLED,
  SPAN_ORDERWATCH_HEARTBEAT,
} from '@orderwatch/conventions';
import type { SourceNews } from '../../../domain/telemetry-source.ts';
import type { DecodedSpan, Origin, TelemetryValue } from '../telemetry.ts';

/** https://opentelemetry.io/docs/specs/semconv/resource/process/ */
const PROCESS_CREATION_TIME = 'process.creation.time';
/** What is read of a resource to know a run of a process, beside the conventions of our own. */
export const SOURCE_KEYS: readonly string[] = [PROCESS_CREATION_TIME];

const NS_PER_MS = 1_000_000n;
const LONGEST_ID = 200;

/**
 * Which numbers of which processes these spans bring, and their heartbeats; null for services that no
 * witness lists, and nothing of processes that do not number their spans.
 */
export function newsOfSources(
  spans: readonly DecodedSpan[],
  witnessOf: (origin: Origin) => string | null,
): readonly SourceNews[] {
  const byOrigin = Map.groupBy(spans, ({ origin }) => origin);
  const news = [...byOrigin].flatMap(([origin, own]): readonly SourceNews[] => {
    const { serviceName: service } = origin;
    const instance = runOf(origin);
    const witness = witnessOf(origin);
    if (service === null || instance === null || witness === null) return [];
    const numbers = own.flatMap(({ attributes }) => countOf(attributes[ATTR_ORDERWATCH_SPAN_NUMBER]) ?? []);
    const beats = own.flatMap(beatOf);
    if (numbers.length + beats.length === 0) return [];
    return [{ witness, service, instance, begunAt: begunAtOf(origin), numbers, beats }];
  });
  return joined(news);
}

/** A run of a process; null: it says none, or one that no key can hold. */
function runOf({ serviceInstanceId, attributes, cut }: Origin): string | null {
  const run = attributes[ATTR_ORDERWATCH_RUN_ID];
  const id = typeof run === 'string' ? run : serviceInstanceId;
  return id === null || id.length > LONGEST_ID || cut.length > 0 ? null : id;
}

function begunAtOf({ attributes }: Origin): number | null {
  const written = attributes[PROCESS_CREATION_TIME];
  const at = typeof written === 'string' && written.length <= LONGEST_ID ? Date.parse(written) : Number.NaN;
  return Number.isSafeInteger(at) ? at : null;
}

function beatOf({ name, attributes, startNs }: DecodedSpan): SourceNews['beats'] {
  const count = countOf(attributes[ATTR_ORDERWATCH_SPAN_COUNT]);
  if (name !== SPAN_ORDERWATCH_HEARTBEAT || count === null) return [];
  const at = Number(startNs / NS_PER_MS);
  const openSince = countOf(attributes[ATTR_ORDERWATCH_SPAN_OPEN_SINCE]) ?? at;
  const unsampled = countOf(attributes[ATTR_ORDERWATCH_SPAN_UNSAMPLED]) ?? 0;
  return [
    {
      count,
      at,
      seenTo: Math.min(at, openSince),
      isLast: attributes[ATTR_ORDERWATCH_HEARTBEAT_LAST] === true,
      ...(unsampled === 0 ? {} : { unsampled }),
    },
  ];
}

function countOf(value: TelemetryValue | undefined): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** A request may hold several resources of one process. */
function joined(news: readonly SourceNews[]): readonly SourceNews[] {
  const byName = Map.groupBy(news, ({ witness, service, instance }) =>
    JSON.stringify([witness, service, instance]),
  );
  return [...byName.values()].map((parts) => ({
    ...(parts[0] as SourceNews),
    numbers: parts.flatMap(({ numbers }) => numbers),
    beats: parts.flatMap(({ beats }) => beats),
  }));
}
