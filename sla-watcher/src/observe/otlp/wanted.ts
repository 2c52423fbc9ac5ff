import { KeySet } from './key-set.ts';

const SERVICE_KEYS = ['service.name', 'service.instance.id', 'service.version'] as const;

/** What to take from telemetry; made once, by `createWanted`. */
export interface Wanted {
  /** Attributes to keep. Nothing of any other leaves the decoder. */
  readonly keys: KeySet;
  /**
   * A span or log record is kept if it, its resource, one of its events or one of its links has one of
   * these attributes, of whatever value. Null: all are kept.
   */
  readonly marks: KeySet | null;
  /** Of a resource: `keys`, and what names the service. */
  readonly resourceKeys: KeySet;
}

/** `marks` are what a span must carry to be of use, such as `order.id`; null keeps every span. */
export function createWanted(keys: Iterable<string>, marks: Iterable<string> | null): Wanted {
  const names = [...keys];
  return {
    keys: new KeySet(names),
    marks: marks === null ? null : new KeySet(marks),
    resourceKeys: new KeySet([...names, ...SERVICE_KEYS]),
  };
}
