import type { Judgement } from '@orderwatch/sla-watcher';
import type { View } from './view.ts';

/** What a judgement says, in sentences. */
export function outcomeSentences(judgement: Judgement, view: View): readonly string[] {
  const { says } = view.texts;
  const unknown = judgement.healthUnknown ? [says.healthUnknown] : [];
  return [...endSentences(judgement, view), ...verdictSentences(judgement, view), ...unknown];
}

function verdictSentences({ outcome, deadline }: Judgement, { texts, times }: View): readonly string[] {
  const { says } = texts;
  const { warnAt } = deadline;
  switch (outcome.reason) {
    case 'on-track':
      return warnAt === null ? [] : [says.warnsAt(times.second(warnAt))];
    case 'at-risk':
      return warnAt === null ? [] : [says.atRiskSince(times.second(warnAt))];
    case 'clock-paused':
    case 'finished-in-time':
      return [];
    case 'finished-late':
      return [says.wasLate(times.length(outcome.lateMs))];
    case 'unjudgeable':
      return [outcome.because === 'start-unknown' ? says.startUnknown : says.endUnknown];
    case 'not-seen-yet':
      return [says.notSeenYet(outcome.witnesses.join(', '), times.second(outcome.watermark))];
    case 'undetermined':
      return [says.blind(outcome.blind.join(', '))];
    case 'maintenance':
      return [says.maintenance(outcome.window, times.second(outcome.until))];
    default:
      return [says.late(times.length(outcome.lateMs))];
  }
}

function endSentences({ deadline: { ended } }: Judgement, { texts, times }: View): readonly string[] {
  if (!('at' in ended)) return [];
  const say = ended.reason === 'met-by' ? texts.says.endedBy : texts.says.endedAt;
  return [say(times.second(ended.at), ended.witness ?? texts.inferred)];
}
