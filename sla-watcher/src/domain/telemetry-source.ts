/**
 * A process that numbers the spans of orders that it sends, and says every few seconds how many there
 * were: so that lost telemetry is known to be lost (I10). Instants are epoch milliseconds by its clock.
 */
export interface TelemetrySource extends SourceName {
  /** All numbers up to here have arrived, or are given up. */
  readonly complete: number;
  /** Beyond that, what has arrived: `[first, last]`, disjoint, rising. */
  readonly arrived: readonly NumberRange[];
  /** Heartbeats that tell of more than is complete, by count. */
  readonly beats: readonly Beat[];
  /** When it was first heard, by our clock. */
  readonly firstAt: number;
  /** When the last heartbeat was sent and heard; null: it never sent one. */
  readonly lastBeat: Beat | null;
  /** Up to here all that it had to say has arrived; null: not known yet. */
  readonly completeAt: number | null;
  /** It went silent without a word while others of its service go on: what it had not sent is a gap. */
  readonly isDead: boolean;
  /** Spans that are known never to have arrived. */
  readonly lost: number;
  /** When those were ended, and when it may have had more to say. Oldest first. */
  readonly gaps: readonly Gap[];
  /** Spans of orders that its sampler left out, and when it was heard of more of them; absent: none. */
  readonly unsampled?: { readonly count: number; readonly heardAt: number };
}

export interface SourceName {
  readonly witness: string;
  readonly service: string;
  /** `orderwatch.run.id`, or `service.instance.id`: another one after each start. */
  readonly instance: string;
}

export type NumberRange = readonly [first: number, last: number];

export interface Beat {
  /** Of spans that were numbered before it. */
  readonly count: number;
  readonly at: number;
  /** All that happened before this is in those spans: what is still open began later. */
  readonly seenTo: number;
  /** By our clock. */
  readonly heardAt: number;
  /** The process ended in good order: no more will come. */
  readonly isLast: boolean;
  /** How many spans of orders its sampler had left out; absent: none. */
  readonly unsampled?: number;
}

/** A time of which a witness has not seen everything, and never will. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  /** A process died in it, and took along what it had not told: nothing else is known to be missing. */
  readonly died?: true;
}

/** What one request brought of one source. */
export interface SourceNews extends SourceName {
  /** When the process began; null or absent: it does not say. */
  readonly begunAt?: number | null;
  readonly numbers: readonly number[];
  readonly beats: readonly Omit<Beat, 'heardAt'>[];
}
