import type { Deadline, ExplainedClock, Pause } from '../../../domain/deadline.ts';
import { type Html, html, type Part } from '../parts/html.ts';
import { name } from '../parts/names.ts';
import { secondTime, timeRange } from '../parts/times.ts';
import type { View } from '../view.ts';

const MAX_PAUSES_SHOWN = 3;

/** The arithmetic of a due time, a sentence a step: started, limited, paused, hence due. */
export function clockSentences(view: View, { clock, place }: Deadline, pausesId: string): readonly Part[] {
  const texts = view.texts.orderPage.clock;
  const [limit, rule, version] = [name(clock.limit), name(clock.rule), name(clock.modelVersion)];
  return [
    startSentence(view, { clock, place }),
    place.kind === 'promise' ? texts.promised(limit, rule) : texts.limit(limit, rule),
    ...pauseSentences(view, clock, pausesId),
    ...clock.assumptions.map((assumption) => texts.assumption[assumption]),
    clock.dueAt === null ? texts.noDue(version) : texts.hence(secondTime(view, clock.dueAt), version),
  ].filter((sentence) => sentence !== null);
}

function startSentence(view: View, { clock, place }: Pick<Deadline, 'clock' | 'place'>): Part {
  const texts = view.texts.orderPage.clock;
  if (clock.startedAt === null) return place.kind === 'promise' ? null : texts.notStarted;
  const at = secondTime(view, clock.startedAt);
  if (clock.startedBy === null) return texts.startedAt(at);
  const { stage, witness } = clock.startedBy;
  return texts.startedBy(at, name(stage), witness === null ? null : name(witness));
}

/** Every night of three weeks would bury the rest: more than a few pauses are folded into their sum. */
function pauseSentences(view: View, { pauses, pausedMs }: ExplainedClock, id: string): readonly Part[] {
  const sentences = pauses.map((pause) => pauseSentence(view, pause));
  if (pauses.length <= MAX_PAUSES_SHOWN && pausedMs === sumOf(pauses)) return sentences;
  const sum = view.texts.orderPage.clock.pausedInAll(view.format.duration(pausedMs));
  return [
    html`<details id="${id}"><summary>${sum}</summary><ul>${sentences.map(
      (each) => html`<li>${each}</li>
`,
    )}</ul></details>`,
  ];
}

/** What is listed; the clock keeps the longest pauses only. */
function sumOf(pauses: readonly Pause[]): number {
  return pauses.reduce((sum, { from, to }) => sum + (to === null ? 0 : to - from), 0);
}

function pauseSentence(view: View, { from, to, by }: Pause): Html {
  const texts = view.texts.orderPage.clock;
  if (to === null) return texts.pausedSince(secondTime(view, from));
  const args = [timeRange(view, from, to), view.format.duration(to - from)] as const;
  return by.kind === 'calendar'
    ? texts.pausedByCalendar(...args, name(by.calendar))
    : texts.pausedByStage(...args, name(by.stage));
}
