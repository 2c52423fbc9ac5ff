import type { Model } from '@orderwatch/model';
import type { Paint } from '../show/screen.ts';
import type { Times } from '../show/times.ts';
import type { Words } from '@orderwatch/sla-watcher';
import type { TraceTexts } from './texts/trace-texts.ts';

/** How a story is told: in which words and times. */
export interface View {
  readonly model: Model;
  readonly texts: TraceTexts;
  /** What classes of loss and facts are called. */
  readonly words: Words;
  readonly times: Times;
  readonly paint: Paint;
}

export function heading({ paint }: View, title: string): readonly string[] {
  return ['', paint('bold', title)];
}

export function indent(lines: readonly string[], by = 1): readonly string[] {
  return lines.map((line) => `${'  '.repeat(by)}${line}`);
}
