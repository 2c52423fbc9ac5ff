import type { Model } from '@orderwatch/model';
import type { Observation, RawRecord, StageKind } from '../domain/observation.ts';
import { type Attributes, NO_ATTRIBUTES, readAttributes } from './attributes.ts';
import { cellText, faultOfId } from './cell.ts';
import { type Fault, fault } from './fault.ts';
import { hashSubject, observationId } from './identity.ts';
import { readAliases, readOrderId } from './order-ids.ts';
import { explainTime, type TimeRejection, withinBounds } from './time/time-bounds.ts';
import type { Claim, TablePlan } from './witness-plan.ts';

type RowRecord = Extract<RawRecord, { kind: 'row' }>;

/** Where what became of an input is put. */
export interface Outcome {
  readonly observe: (observation: Observation) => void;
  readonly refuse: (fault: Fault) => void;
}

/** One row, with what all observations of it share. */
interface RowReading {
  readonly plan: TablePlan;
  readonly row: RowRecord['row'];
  readonly now: number;
  readonly order: string;
  readonly line: string;
  /** The part of the identity that the row's observations share. */
  readonly subject: string;
  readonly attributes: Attributes;
  readonly aliases: readonly string[];
  /** The id as written, where ours is written otherwise. */
  readonly calledAs: string | null;
  readonly out: Outcome;
}

const NO_ALIASES: readonly string[] = Object.freeze([]);

/**
 * A row that cannot be placed at all is one rejection; a cell that is wrong is one, and the rest of
 * its row stands.
 */
export function normaliseRow(
  model: Model,
  plan: TablePlan,
  record: RowRecord,
  now: number,
  out: Outcome,
): void {
  const { row } = record;
  const { columns, shape } = plan.mapping;
  const order = readOrderId(model, plan.idSystem, row[columns.order], `column "${columns.order}"`);
  const line = readLine(columns.line, row);
  if (typeof order !== 'string') {
    out.refuse(order);
  } else if (typeof line !== 'string') {
    out.refuse(line);
  } else {
    const aliases = plan.aliases.length === 0 ? NO_ALIASES : aliasesOf(model, plan, row, order, out);
    const attributes = readAttributes(plan.attributes, row, out.refuse);
    const subject = hashSubject(order, line);
    const written = cellText(row[columns.order]) ?? null;
    const calledAs = written === order ? null : written;
    const reading = { plan, row, now, order, line, subject, attributes, aliases, calledAs, out };
    if (shape === 'wide') observeStamps(reading);
    else observeStatus(reading, shape === 'history' ? 'entered' : 'seen');
  }
}

function observeStatus(reading: RowReading, kind: 'entered' | 'seen'): void {
  const { columns } = reading.plan.mapping;
  const { out } = reading;
  const claim = readStatus(reading, columns.status ?? '');
  if (claim === undefined) out.refuse(fault('missing-status', `column "${columns.status}" is empty`));
  if (!claim) return;
  const at = readTime(reading, columns.at ?? '');
  if (at === null) out.refuse(fault('missing-time', `column "${columns.at}" is empty`));
  else if (typeof at === 'string') out.refuse(fault(at, explainTime(`column "${columns.at}"`, at)));
  else observe(reading, claim, kind, at, true);
}

/**
 * A wide row's attributes go with its latest time: they are what the row says now, and a journey
 * keeps the value that was told last.
 */
function observeStamps(reading: RowReading): void {
  const { plan, out } = reading;
  const stamps: { readonly claim: Claim; readonly at: number }[] = [];
  let latest = -1;
  let refused = false;
  for (const { claim, column } of plan.stamps) {
    const at = readTime(reading, column);
    if (typeof at === 'string') {
      refused = true;
      out.refuse(fault(at, explainTime(`column "${column}"`, at)));
    } else if (at !== null) {
      stamps.push({ claim, at });
      if (latest < 0 || at >= stamps[latest]!.at) latest = stamps.length - 1;
    }
  }
  for (const [index, { claim, at }] of stamps.entries())
    observe(reading, claim, 'stamped', at, index === latest);

  const column = plan.mapping.columns.status;
  const stated = column === null ? undefined : readStatus(reading, column);
  const isStamped = stated && stamps.some(({ claim }) => claim.stage === stated.stage);
  if (stated && !isStamped) observe(reading, stated, 'stated', null, latest < 0);
  if (stated === undefined && stamps.length === 0 && !refused) {
    out.refuse(fault('missing-time', 'no column has the time of a stage'));
  }
}

/** The claim of a status; null: it says nothing, or was refused as unknown; undefined: the cell is empty. */
function readStatus(reading: RowReading, column: string): Claim | null | undefined {
  const text = cellText(reading.row[column]);
  if (text === null) return undefined;
  const claim = text === undefined ? undefined : reading.plan.claims.get(text);
  if (claim !== undefined) return claim;
  reading.out.refuse(
    fault('unknown-status', `column "${column}" holds a status that the model does not know`),
  );
  return null;
}

/** Epoch milliseconds; null: the cell is empty. A number is no time: nobody knows its unit. */
function readTime({ plan, row, now }: RowReading, column: string): number | TimeRejection | null {
  const value = row[column];
  if (value === null || value === undefined) return null;
  if (value instanceof Date)
    return withinBounds(Number.isNaN(value.getTime()) ? 'bad-time' : value.getTime(), now);
  if (typeof value !== 'string') return 'bad-time';
  const text = value.trim();
  return text === '' ? null : withinBounds(plan.readTime(text, plan.zone), now);
}

function readLine(column: string | null, row: RowRecord['row']): string | Fault {
  const text = column === null ? null : cellText(row[column]);
  if (text === null) return '';
  const wrong = text === undefined ? 'is no plain value' : faultOfId(text);
  return wrong === null ? text! : fault('malformed', `column "${column}" ${wrong}`);
}

function aliasesOf(model: Model, plan: TablePlan, row: RowRecord['row'], order: string, out: Outcome) {
  const entries = plan.aliases.map(({ system, column }) => ({
    system,
    value: row[column],
    place: `column "${column}"`,
  }));
  return readAliases(model, order, entries, out.refuse);
}

function observe(
  reading: RowReading,
  claim: Claim,
  kind: StageKind,
  at: number | null,
  carrier: boolean,
): void {
  const { order, line, plan } = reading;
  const attributes = carrier ? reading.attributes : NO_ATTRIBUTES;
  const aliases = carrier ? reading.aliases : NO_ALIASES;
  const id = observationId(reading.subject, claim.hash[kind], at, attributes, aliases);
  const { stage, system } = claim;
  const named = carrier && reading.calledAs !== null ? { calledAs: reading.calledAs } : null;
  reading.out.observe({
    id,
    order,
    line,
    witness: plan.witness,
    system,
    stage,
    kind,
    at,
    attributes,
    aliases,
    ...named,
  });
}
