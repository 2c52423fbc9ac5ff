import { candidatesOf, type Diagnosis } from '../../../domain/diagnosis.ts';
import { placeName } from '../../../domain/verdict.ts';
import { renderReplay, stepsOf } from '../../../words/render.ts';
import { wordsOf } from '../../../words/words-of.ts';
import { type Html, html } from '../parts/html.ts';
import { name, placeTitle } from '../parts/names.ts';
import { lossPath } from '../parts/paths.ts';
import { secondTime } from '../parts/times.ts';
import type { View } from '../view.ts';
import { conclusionBadge, conclusionSentence, lossHeading } from './conclusion.ts';
import { evidenceLists, missingList, showHtml } from './evidence.ts';

/** Where an order was lost: the first thing to read of an order that is late. */
export function diagnosisSection(view: View, diagnoses: readonly Diagnosis[]): Html | false {
  const items = diagnoses.map((diagnosis) => diagnosisItem(view, diagnosis));
  return (
    items.length > 0 &&
    html`<section aria-labelledby="diagnoses"><h2 id="diagnoses">${view.texts.loss.diagnoses}</h2>${items}</section>`
  );
}

export function diagnosisItem(view: View, diagnosis: Diagnosis): Html {
  const { conclusion, place, line, since } = diagnosis;
  const { loss, orderPage } = view.texts;
  const ofLine = line !== '' && html` · ${orderPage.courseOf(name(line))}`;
  return html`<article class="diagnosis">
<h3>${lossHeading(view, candidatesOf(conclusion))} ${conclusionBadge(view, conclusion)}</h3>
<p>${placeTitle(view, placeName(place))}${ofLine}. ${since !== null && loss.lastProof(secondTime(view, since))}</p>
<p>${conclusionSentence(view, conclusion)}</p>
${stepList(view, diagnosis)}
${replayBox(view, diagnosis)}
${evidenceLists(view, diagnosis)}
${missingList(view, diagnosis)}
</article>
`;
}

function stepList(view: View, diagnosis: Diagnosis): Html {
  const { loss } = view.texts;
  const words = wordsOf(view.language);
  const steps = stepsOf(diagnosis, words);
  return html`<div class="advice">${steps.map(({ of, text, key }) => {
    const heading = steps.length === 1 || of === null ? loss.step : loss.stepIf(words.loss[of].title);
    return html`<h4>${heading}</h4><p>${text} <a href="${lossPath(key)}">${loss.runbook}: ${key}</a></p>
`;
  })}</div>`;
}

function replayBox(view: View, diagnosis: Diagnosis): Html | false {
  const text = replayText(view, diagnosis);
  return text !== null && html`<div class="advice"><h4>${view.texts.loss.replay}</h4><p>${text}</p></div>`;
}

/** What sending it once more would do; null: there is no message to send. */
export function replayText(view: View, diagnosis: Diagnosis): Html | null {
  if (diagnosis.replay === null) return null;
  return html`${renderReplay(diagnosis.replay, wordsOf(view.language), showHtml(view, diagnosis))}`;
}
