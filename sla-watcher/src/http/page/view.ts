import type { Language, Model } from '@orderwatch/model';
import type { Html } from './parts/html.ts';
import type { Format } from './texts/format.ts';
import type { Texts } from './texts/texts.ts';

/** What every part of a page needs to know of the request it answers. */
export interface View {
  readonly model: Model;
  readonly language: Language;
  readonly texts: Texts;
  readonly format: Format;
  /** Order time, epoch milliseconds; read once per page. */
  readonly now: number;
  /** Of this answer's scripts. */
  readonly nonce: string;
  /** Of the request, without `lang` and `fragment`. */
  readonly query: URLSearchParams;
}

/** A page before its frame. */
export interface Content {
  /** Plain text, for the tab. */
  readonly title: string;
  readonly body: Html;
  /** Fetched again every few seconds where scripts run. */
  readonly live: boolean;
}
