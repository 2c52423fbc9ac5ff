import type { Message } from '../../domain/delivery.ts';
import { candidatesOf, type Diagnosis } from '../../domain/diagnosis.ts';
import type { Incident, Member } from '../../domain/incident.ts';
import { lossesToTell } from '../../words/incident-losses.ts';
import { conclusionTitle, renderEvidence, renderMissing, renderReplay, stepsOf } from '../../words/render.ts';
import { weighEvidence } from '../../words/strongest.ts';
import type { Voice } from '../message-voice.ts';
import { renderContradiction } from './contradiction.ts';
import { diagnosisOf } from './loss-title.ts';
import { showText } from './show-text.ts';

type Fact = Message['facts'][number];

/** A message is read in ten seconds; the page has it all. */
const EVIDENCE_SHOWN = 3;
const AGAINST_SHOWN = 2;
const MISSING_SHOWN = 2;
const CLASSES_SHOWN = 4;
/** In characters; what a channel would cut off is rather left out whole. */
const LONGEST_FACT = 225;

/** What happened, how that is known, what to do: by the order that is late for longest. */
export function lossFacts(incident: Incident, members: readonly Member[], voice: Voice): readonly Fact[] {
  const told = diagnosisOf(members);
  if (told === null) return untoldFacts(incident, voice);
  const { diagnosis, member } = told;
  const { label } = voice.texts.loss;
  const show = showText(diagnosis, voice);
  const { why, against } = weighEvidence(diagnosis);
  const phrases = (some: typeof why) => some.map((each) => renderEvidence(each, voice.words, show).join(''));
  const whose = incident.total === 1 ? '' : voice.texts.loss.evidenceOf(voice.texts.order(member.order), '');
  const missing = diagnosis.missing.map((eye) => renderMissing(eye, voice.words, show).join(''));
  const { replay } = diagnosis;
  const contradiction = renderContradiction(member.sighting, voice);
  return [
    { label: label.what, value: whatHappened(diagnosis, voice) },
    ...(contradiction === null ? [] : listed(label.contradiction, [contradiction], whose)),
    ...listed(label.why, phrases(why).slice(0, EVIDENCE_SHOWN), whose),
    ...listed(label.against, phrases(against).slice(0, AGAINST_SHOWN)),
    ...listed(label.unseen, missing.slice(0, MISSING_SHOWN)),
    ...stepFacts(diagnosis, voice),
    ...(replay === null
      ? []
      : [{ label: label.replay, value: renderReplay(replay, voice.words, show).join('') }]),
  ];
}

function whatHappened(diagnosis: Diagnosis, { words, texts }: Voice): string {
  const { conclusion } = diagnosis;
  switch (conclusion.reason) {
    case 'decided':
      return texts.loss.sure(words.confidence[conclusion.confidence], words.loss[conclusion.loss].meaning);
    case 'either':
      return texts.loss.either(conclusionTitle(conclusion, words));
    case 'undetermined': {
      const among = candidatesOf(conclusion).map((loss) => words.loss[loss].title);
      const shown = among.slice(0, CLASSES_SHOWN).join(', ');
      const open = shown === '' ? '' : ` ${texts.loss.notExcluded(shown, among.length - CLASSES_SHOWN)}`;
      return `${words.undetermined.meaning}${open}`;
    }
  }
}

/** As many as fit, one at least. */
function listed(label: string, phrases: readonly string[], whose = ''): readonly Fact[] {
  const [first, ...rest] = phrases;
  if (first === undefined) return [];
  let value = `${whose}${first}`;
  for (const phrase of rest) {
    if (value.length + phrase.length + 2 <= LONGEST_FACT) value += `; ${phrase}`;
  }
  return [{ label, value }];
}

function stepFacts(diagnosis: Diagnosis, { words, texts: { loss } }: Voice): readonly Fact[] {
  const steps = stepsOf(diagnosis, words);
  const isOne = steps.length === 1;
  return [
    ...steps.map(({ of, text }) => ({
      label: isOne || of === null ? loss.label.step : loss.label.stepIf(words.loss[of].title),
      value: text,
    })),
    { label: loss.label.runbook, value: steps.map(({ key }) => `${words.runbook}#${key}`).join(', ') },
  ];
}

/** No order is at hand whose diagnosis could be told; the class is. */
function untoldFacts(incident: Incident, { words, texts: { loss } }: Voice): readonly Fact[] {
  const [only, ...others] = lossesToTell(incident);
  if (only === undefined || others.length > 0) return [];
  return [
    { label: loss.label.what, value: words.loss[only].meaning },
    { label: loss.label.step, value: words.loss[only].step },
    { label: loss.label.runbook, value: `${words.runbook}#${only}` },
  ];
}
