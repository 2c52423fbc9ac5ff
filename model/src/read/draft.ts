import type { z } from 'zod';
import { suggestName } from '../nearest.ts';
import type { Report } from '../report.ts';
import {
  type AnomaliesEntry,
  anomaliesSchema,
  type DriftEntry,
  driftSchema,
  type FlowEntry,
  flowSchema,
} from '../schema/judgement.ts';
import { HEAD_KEYS, type Head, headSchema, listSections, mapSections } from '../schema/model-file.ts';
import type { Source } from '../source/source.ts';
import { readEntry } from './entry.ts';
import { type Listed, type NamedSection, readList, readNamed } from './sections.ts';

type Named = { readonly [K in keyof typeof mapSections]: NamedSection<z.output<(typeof mapSections)[K]>> };
type Lists = {
  readonly [K in keyof typeof listSections]: readonly Listed<z.output<(typeof listSections)[K]>>[];
};

/** The file as written, each entry of the right form; nothing is defaulted or connected yet. */
export interface Draft extends Named, Lists {
  readonly head: Head;
  readonly anomalies: AnomaliesEntry;
  readonly drift: DriftEntry;
  readonly flow: FlowEntry | null;
  /** The raw data, to ask whether something was written at all. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Reads the file entry by entry, so that one bad entry hides nothing of the others. */
export function readDraft(data: Readonly<Record<string, unknown>>, source: Source, report: Report): Draft {
  rejectUnknownSections(data, report);
  const written = Object.fromEntries(Object.entries(data).filter(([key]) => HEAD_KEYS.has(key)));
  const head = readEntry(headSchema, written, [], report);
  const named = <T>(section: string, schema: z.ZodType<T>) =>
    readNamed(data[section], section, schema, report, source.keysOf([section]));
  const listed = <T>(section: string, schema: z.ZodType<T>) =>
    readList(data[section], section, schema, report);
  const flow = Object.hasOwn(data, 'flow') ? readEntry(flowSchema, data.flow, ['flow'], report) : null;
  return {
    data,
    head: head ?? { orderwatch: 1, name: 'orders' },
    systems: named('systems', mapSections.systems),
    stages: named('stages', mapSections.stages),
    hops: named('hops', mapSections.hops),
    calendars: named('calendars', mapSections.calendars),
    witnesses: named('witnesses', mapSections.witnesses),
    channels: named('channels', mapSections.channels),
    limits: listed('limits', listSections.limits),
    leave_out: listed('leave_out', listSections.leave_out),
    maintenance: listed('maintenance', listSections.maintenance),
    notify: listed('notify', listSections.notify),
    anomalies: readEntry(anomaliesSchema, data.anomalies ?? {}, ['anomalies'], report) ?? {},
    drift: readEntry(driftSchema, data.drift ?? {}, ['drift'], report) ?? {},
    flow: flow ?? null,
  };
}

const SECTIONS = [
  'systems',
  'stages',
  'hops',
  'limits',
  'calendars',
  'witnesses',
  'leave_out',
  'maintenance',
  'anomalies',
  'drift',
  'flow',
  'channels',
  'notify',
];

function rejectUnknownSections(data: Readonly<Record<string, unknown>>, report: Report): void {
  const known = [...HEAD_KEYS, ...SECTIONS];
  for (const key of Object.keys(data)) {
    if (known.includes(key)) continue;
    const free = known.filter((name) => !Object.hasOwn(data, name));
    report.errorAtKey([key], {
      code: 'unknown-key',
      message: `unknown key ${key}`,
      fix: suggestName(key, free),
    });
  }
}
