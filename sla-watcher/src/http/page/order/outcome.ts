import type { Judgement } from '../../../domain/verdict.ts';
import { type Html, html, type Part } from '../parts/html.ts';
import { name } from '../parts/names.ts';
import { secondTime } from '../parts/times.ts';
import type { View } from '../view.ts';

/** What the judgement says; nothing when its name says it all. */
export function verdictSentence(view: View, { outcome, deadline }: Judgement): Part {
  const { says } = view.texts.orderPage;
  switch (outcome.reason) {
    case 'on-track':
      return deadline.warnAt === null ? null : says.warnsAt(secondTime(view, deadline.warnAt));
    case 'at-risk':
      return deadline.warnAt === null ? null : says.atRisk(secondTime(view, deadline.warnAt));
    case 'clock-paused':
      return says.clockPaused;
    case 'finished-in-time':
      return null;
    case 'finished-late':
      return says.finishedLate(view.format.duration(outcome.lateMs));
    case 'unjudgeable':
      return [outcome.because === 'start-unknown' ? says.startUnknown : says.endedAtUnknownTime];
    case 'not-seen-yet':
      return says.notSeenYet(names(view, outcome.witnesses), secondTime(view, outcome.watermark));
    case 'undetermined':
      return says.undetermined(names(view, outcome.blind));
    case 'maintenance':
      return says.maintenance(name(outcome.window), secondTime(view, outcome.until));
    default:
      return says.late(view.format.duration(outcome.lateMs));
  }
}

/** When it ended, if that was seen. */
export function endSentence(view: View, { deadline: { ended } }: Judgement): Part {
  if (!('at' in ended)) return null;
  const { says, atOrEarlier } = view.texts.orderPage;
  const time = secondTime(view, ended.at);
  const witness = ended.witness === null ? null : name(ended.witness);
  return says.metAt(ended.reason === 'met-by' ? atOrEarlier(time) : time, witness);
}

function names(view: View, witnesses: readonly string[]): Html {
  return html`${name(view.format.list(witnesses))}`;
}
