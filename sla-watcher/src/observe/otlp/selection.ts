import type { Origin, Selection, TelemetryValue } from './telemetry.ts';

/** A thing while its fields are read, in whatever order they come. */
export type Draft<T> = { -readonly [K in keyof T]: T[K] };

/** Nothing was asked for, or nothing of it was there: by far the most. Shared, so never written to. */
const NOTHING: Selection = Object.freeze({ attributes: Object.freeze({}), cut: Object.freeze([]) });

export function blankSelection(): Draft<Selection> {
  return { attributes: NOTHING.attributes, cut: NOTHING.cut };
}

/** Keeps an attribute. Of a key that comes twice the last value counts. */
export function keep(owner: Draft<Selection>, key: string, value: TelemetryValue, isCut: boolean): void {
  if (owner.attributes === NOTHING.attributes) owner.attributes = {};
  (owner.attributes as Record<string, TelemetryValue>)[key] = value;
  if (!isCut && owner.cut.length === 0) return;
  const others = owner.cut.filter((other) => other !== key);
  owner.cut = isCut ? [...others, key] : others;
}

export function originOf({ attributes, cut }: Selection): Origin {
  const text = (key: string) => {
    const value = attributes[key];
    return value === undefined || Array.isArray(value) ? null : String(value);
  };
  return {
    serviceName: text('service.name'),
    serviceInstanceId: text('service.instance.id'),
    serviceVersion: text('service.version'),
    attributes,
    cut,
  };
}
