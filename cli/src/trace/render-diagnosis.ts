import {
  candidatesOf,
  type Diagnosis,
  type Disagreement,
  type Evidence,
  evidenceThat,
  lossesTitle,
  placeName,
  renderEvidence,
  renderMissing,
  renderReplay,
  type Show,
  stepsOf,
} from '@orderwatch/sla-watcher';
import { indent, type View } from './view.ts';

/** Where one line was lost: what, how sure, what to do, and all that speaks for and against. */
export function renderDiagnosis(diagnosis: Diagnosis, view: View): readonly string[] {
  const { texts, words, times } = view;
  const { diagnosis: says } = texts;
  const { since, missing, replay } = diagnosis;
  const show = showText(diagnosis, view);
  const unseen = missing.map((eye) => renderMissing(eye, words, show).join(''));
  return [
    headline(diagnosis, view),
    ...indent([
      [meaning(diagnosis, view), ...(since === null ? [] : [says.lastProof(times.second(since))])].join(' '),
      ...steps(diagnosis, view),
      ...(replay === null ? [] : [`${says.replay}: ${renderReplay(replay, words, show).join('')}`]),
      ...evidence(says.speaksFor, 'for', diagnosis, view),
      ...evidence(says.speaksAgainst, 'against', diagnosis, view),
      ...(unseen.length === 0 ? [] : [`${says.unseen}:`, ...indent(unseen)]),
    ]),
  ];
}

/** `they disagree: shop-db says CLOSED (…), mes-db says PACKAGING (…); since …, 2 h by now`. */
export function renderDisagreement(
  { kind, ahead, behind, since, line }: Disagreement,
  now: number,
  { texts, times }: View,
): string {
  const said = [ahead, behind].map(({ witness, stage, at }) =>
    texts.word(witness, stage, at === null ? null : times.second(at)),
  );
  const of = line === '' ? '' : `${texts.course(line, 0)}, `;
  const length = times.length(Math.max(0, now - since));
  return `${of}${texts.drift[kind]}: ${said.join(', ')}; ${texts.contradictSince(times.second(since), length)}`;
}

function headline(
  { conclusion, place, line, incarnation }: Diagnosis,
  { texts, words, paint }: View,
): string {
  const name = placeName(place);
  const where = [
    texts.place[place.kind](name.slice(name.indexOf(' ') + 1)),
    texts.course(line, incarnation),
  ].filter((part) => part !== '');
  const losses = candidatesOf(conclusion);
  const isLost = !losses.includes('working') && !losses.includes('waiting');
  const title = paint(isLost ? 'red' : 'yellow', lossesTitle(losses, words));
  const sure = conclusion.reason === 'decided' ? ` (${words.confidence[conclusion.confidence]})` : '';
  return `${where.join(', ')}: ${title}${sure}`;
}

function meaning({ conclusion }: Diagnosis, { texts, words }: View): string {
  switch (conclusion.reason) {
    case 'decided':
      return words.loss[conclusion.loss].meaning;
    case 'either':
      return texts.diagnosis.oneOfTwo;
    case 'undetermined': {
      const open = candidatesOf(conclusion).map((loss) => words.loss[loss].title);
      const among = open.length === 0 ? '' : ` ${texts.diagnosis.notExcluded(open.join(', '))}`;
      return `${words.undetermined.meaning}${among}`;
    }
  }
}

function steps(diagnosis: Diagnosis, { texts, words }: View): readonly string[] {
  const all = stepsOf(diagnosis, words);
  return all.map(({ of, text, key }) => {
    const { step, stepIf } = texts.diagnosis;
    const head = all.length === 1 || of === null ? step : stepIf(words.loss[of].title);
    return `${head}: ${text} (${words.runbook}#${key})`;
  });
}

function evidence(
  title: string,
  speaks: Evidence['speaks'],
  diagnosis: Diagnosis,
  view: View,
): readonly string[] {
  const { texts, words } = view;
  const lines = evidenceThat(speaks, diagnosis).map(({ evidence: each, losses }) => {
    const phrase = renderEvidence(each, words, showText(diagnosis, view)).join('');
    const titles = losses.map((loss) => words.loss[loss].title).join(', ');
    const of = titles === '' ? '' : ` → ${titles}`;
    const trace = each.traceId === null ? '' : `, ${texts.diagnosis.trace(each.traceId)}`;
    return `${phrase}${of}${trace}`;
  });
  return lines.length === 0 ? [] : [`${title}:`, ...indent(lines)];
}

function showText({ place }: Diagnosis, { model, times }: View): Show<string> {
  return {
    text: (text) => text,
    name: (name) => name,
    time: times.second,
    system: (system) => system,
    hop: place.kind === 'hop' ? (model.hops.get(place.hop) ?? null) : null,
  };
}
