import type { Diagnosis, Evidence } from '../../../domain/diagnosis.ts';
import { renderEvidence, renderMissing, type Show } from '../../../words/render.ts';
import { evidenceThat, type SharedEvidence } from '../../../words/strongest.ts';
import { wordsOf } from '../../../words/words-of.ts';
import { type Html, html } from '../parts/html.ts';
import { name, systemTitle } from '../parts/names.ts';
import { secondTime } from '../parts/times.ts';
import type { View } from '../view.ts';

/** Phrases as markup: names and times as the elements that they are everywhere on the page. */
export function showHtml(view: View, { place }: Diagnosis): Show<Html> {
  return {
    text: (text) => html`${text}`,
    name,
    time: (at) => secondTime(view, at),
    system: (system) => systemTitle(view, system),
    hop: place.kind === 'hop' ? (view.model.hops.get(place.hop) ?? null) : null,
  };
}

/** What speaks for it and what against, side by side, each with the trace where it can be looked up. */
export function evidenceLists(view: View, diagnosis: Diagnosis): Html {
  const { loss } = view.texts;
  const list = (speaks: Evidence['speaks']) =>
    evidenceThat(speaks, diagnosis).map((shared) => evidenceItem(view, diagnosis, shared));
  const [inFavour, against] = [list('for'), list('against')];
  return html`<div class="evidence">
<div><h4>${loss.speaksFor}</h4>
${inFavour.length === 0 ? html`<p class="soft">${loss.nothingFor}</p>` : html`<ul class="sentences">${inFavour}</ul>`}</div>
${against.length > 0 && html`<div><h4>${loss.speaksAgainst}</h4><ul class="sentences">${against}</ul></div>`}
</div>`;
}

function evidenceItem(view: View, diagnosis: Diagnosis, { evidence, losses }: SharedEvidence): Html {
  const words = wordsOf(view.language);
  const phrase = renderEvidence(evidence, words, showHtml(view, diagnosis));
  const titles = losses.map((loss) => words.loss[loss].title).join(', ');
  const of = titles !== '' && html` <span class="soft">→ ${titles}</span>`;
  const { traceId } = evidence;
  const trace =
    traceId !== null && html` <span class="soft">· ${view.texts.loss.trace(name(traceId))}</span>`;
  return html`<li>${phrase}${of}${trace}</li>
`;
}

/** The eyes whose word would have decided; nothing when none was missing. */
export function missingList(view: View, diagnosis: Diagnosis): Html | false {
  const show = showHtml(view, diagnosis);
  const words = wordsOf(view.language);
  const items = diagnosis.missing.map(
    (eye) => html`<li>${renderMissing(eye, words, show)}</li>
`,
  );
  return items.length > 0 && html`<h4>${view.texts.loss.unseen}</h4><ul class="sentences">${items}</ul>`;
}
