import { type Judgement, type Outcome, placeName } from '@orderwatch/sla-watcher';
import type { Style } from '../show/screen.ts';
import { clockSentences } from './clock-sentences.ts';
import { outcomeSentences } from './outcome-sentences.ts';
import { indent, type View } from './view.ts';

/** What matters first stands first. */
const RANK: Readonly<Record<Outcome['reason'], number>> = {
  'past-promise': 0,
  'late-overall': 0,
  'late-at-hop': 0,
  'late-in-stage': 0,
  undetermined: 1,
  'not-seen-yet': 1,
  maintenance: 1,
  'at-risk': 2,
  'on-track': 3,
  'clock-paused': 3,
  'finished-late': 4,
  unjudgeable: 5,
  'finished-in-time': 6,
};
const STYLES: readonly Style[] = ['red', 'yellow', 'yellow', 'green', 'red', 'yellow', 'green'];

/** Each deadline that runs or was missed, with its explained clock; those that were met are only counted. */
export function renderDeadlines(judgements: readonly Judgement[], view: View): readonly string[] {
  const { texts } = view;
  if (judgements.length === 0) return [texts.noDeadlines];
  const sorted = judgements.toSorted((a, b) => RANK[a.outcome.reason] - RANK[b.outcome.reason]);
  const shown = sorted.filter(({ outcome }) => outcome.reason !== 'finished-in-time');
  const met = sorted.length - shown.length;
  return [
    ...shown.flatMap((judgement) => renderDeadline(judgement, view)),
    ...(met > 0 ? [texts.metDeadlines(met)] : []),
  ];
}

function renderDeadline(judgement: Judgement, view: View): readonly string[] {
  const { deadline, outcome } = judgement;
  const { texts, paint } = view;
  const style = STYLES[RANK[outcome.reason]] ?? 'bold';
  const course = texts.course(deadline.line, deadline.incarnation);
  const place = [titleOf(judgement, view), course].filter((part) => part !== '').join(', ');
  return [
    `${place}: ${paint(style, texts.outcome[outcome.reason])}`,
    ...indent([...outcomeSentences(judgement, view), ...clockSentences(deadline, view)]),
  ];
}

function titleOf({ deadline: { place } }: Judgement, { texts }: View): string {
  const name = placeName(place);
  return texts.place[place.kind](name.slice(name.indexOf(' ') + 1));
}
