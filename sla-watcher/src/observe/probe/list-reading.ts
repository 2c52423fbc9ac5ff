import type { ProbeWitness } from '@orderwatch/model';
import { WitnessUnavailable } from '../../domain/errors.ts';
import type { Rejection } from '../../domain/observation.ts';
import { type Entry, entriesOf, nextOf } from './page-entries.ts';

/** Orders that are remembered; a list for people is shorter. */
const MOST_ENTRIES = 20_000;
/** One tells what is wrong; the rest are counted. */
const BROKEN_TOLD = 20;

/** Order as written → status as written. */
export type List = ReadonlyMap<string, string>;

/**
 * One read of the whole list, page by page.
 *
 * States: reading ──take()──▶ reading ──the last page──▶ complete (`path` is null); or overflowed, where
 * there is more than may be read.
 * 1. The stages are visited in the order in which orders walk them, so that one that moves on meanwhile is
 *    met twice, and never missed for it.
 * 2. An order that is met under two statuses is in the later stage.
 */
export class ListReading {
  readonly #config: ProbeWitness;
  readonly #visits: readonly string[];
  readonly #list = new Map<string, string>();
  readonly #met = new Set<string>();
  readonly broken: Rejection[] = [];
  brokenCount = 0;
  /** Why it was given up; null: it was not. */
  overflow: string | null = null;
  #visit = 0;
  #next = '';
  #pages = 0;

  constructor(config: ProbeWitness) {
    this.#config = config;
    this.#visits = visitsOf(config);
  }

  get list(): List {
    return this.#list;
  }

  /** Of the page to read next; null: there is none. */
  get path(): string | null {
    const status = this.#visits[this.#visit];
    if (status === undefined || this.overflow !== null) return null;
    return this.#config.path
      .replaceAll('{status}', () => encodeURIComponent(status))
      .replaceAll('{next}', () => encodeURIComponent(this.#next));
  }

  /** What the page at `path` holds. Throws WitnessUnavailable: it is no page of a list. */
  take(body: unknown): void {
    this.#pages += 1;
    for (const [index, entry] of entriesOf(body, this.#config).entries()) this.#put(entry, index);
    const next = nextOf(body, this.#config.next);
    if (next === null) {
      this.#visit += 1;
      this.#next = '';
      this.#met.clear();
    } else {
      if (this.#met.has(next)) throw new WitnessUnavailable(ROUND, { retryable: true });
      this.#met.add(next);
      this.#next = next;
    }
    const { maxPages } = this.#config;
    if (this.#list.size > MOST_ENTRIES) this.giveUp(`the list has more than ${MOST_ENTRIES} orders`);
    else if (this.path !== null && this.#pages >= maxPages)
      this.giveUp(`the list has more than ${maxPages} pages: show more orders on a page, or raise max_pages`);
  }

  giveUp(why: string): void {
    this.overflow = why;
  }

  #put(entry: Entry, index: number): void {
    if (entry.reason !== 'listed') {
      this.brokenCount += 1;
      const position = `page ${this.#pages}, entry ${index + 1}`;
      if (this.broken.length < BROKEN_TOLD)
        this.broken.push({ witness: this.#config.name, position, ...entry });
      return;
    }
    const { order, status } = entry;
    const rank = this.#rankOf(status);
    const known = this.#list.get(order);
    if (rank === null || (known !== undefined && (this.#rankOf(known) ?? -1) > rank)) return;
    this.#list.set(order, status);
  }

  /** Of the stage that a status stands for; null: it says nothing, and what shows it is not shown. */
  #rankOf(status: string): number | null {
    const { statuses, stages } = this.#config;
    const stage = Object.hasOwn(statuses, status) ? statuses[status] : status;
    return stage === null || stage === undefined ? null : stages.indexOf(stage);
  }
}

const ROUND = 'the pages of the list lead back to one that was read';

/** The statuses that are asked for, in the list's own words; one visit where the path asks for none. */
function visitsOf({ path, stages, statuses }: ProbeWitness): readonly string[] {
  if (!path.includes('{status}')) return [''];
  const written = Object.entries(statuses);
  return stages.flatMap((stage) => {
    const words = written.filter(([, meant]) => meant === stage).map(([status]) => status);
    return words.length > 0 ? words : [stage];
  });
}
