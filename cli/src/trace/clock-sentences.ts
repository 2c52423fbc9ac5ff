import type { Deadline, Pause } from '@orderwatch/sla-watcher';
import type { View } from './view.ts';

/** The longest few: the sum of all is said as well, and a story is to fit on one screen. */
const PAUSES_SHOWN = 3;

/** The arithmetic of a due time: started, may take so long, paused, hence due. */
export function clockSentences({ clock, place }: Deadline, view: View): readonly string[] {
  const texts = view.texts.clock;
  const { limit, rule, pauses, pausedMs, dueAt, assumptions } = clock;
  const isPromise = place.kind === 'promise';
  const shown = longest(pauses);
  return [
    // A promise is due when it says, whenever the order began.
    ...(isPromise ? [] : [startSentence(clock, view)]),
    (isPromise ? texts.promised : texts.limit)(limit, rule),
    ...shown.map((pause) => pauseSentence(pause, view)),
    ...(pausedMs > 0 && pauses.length !== 1 ? [texts.pausedInAll(view.times.length(pausedMs))] : []),
    ...assumptions.map((assumption) => texts.assumption[assumption]),
    dueAt === null ? texts.noDue : texts.due(view.times.second(dueAt)),
  ];
}

function startSentence({ startedAt, startedBy }: Deadline['clock'], { texts, times }: View): string {
  if (startedAt === null) return texts.clock.notStarted;
  return texts.clock.started(times.second(startedAt), startedBy?.stage ?? null, startedBy?.witness ?? null);
}

/** In the order of time. */
function longest(pauses: readonly Pause[]): readonly Pause[] {
  const lengthOf = ({ from, to }: Pause) => (to === null ? Number.POSITIVE_INFINITY : to - from);
  const kept = new Set(pauses.toSorted((a, b) => lengthOf(b) - lengthOf(a)).slice(0, PAUSES_SHOWN));
  return pauses.filter((pause) => kept.has(pause));
}

function pauseSentence({ from, to, by }: Pause, { texts, times }: View): string {
  const { clock } = texts;
  if (to === null) return clock.pausedSince(times.second(from));
  const args = [times.second(from), times.second(to), times.length(to - from)] as const;
  return by.kind === 'calendar'
    ? clock.pausedByCalendar(...args, by.calendar)
    : clock.pausedByStage(...args, by.stage);
}
