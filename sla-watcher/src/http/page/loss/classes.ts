import { LOSS_CLASSES } from '../../../domain/diagnosis.ts';
import { wordsOf } from '../../../words/words-of.ts';
import { type Html, html } from '../parts/html.ts';
import type { Content, View } from '../view.ts';
import { lossHeading } from './conclusion.ts';

/** Every class of loss, for whoever follows a runbook key; the anchors are the keys. */
export function renderClasses(view: View): Content {
  const { texts } = view;
  const words = wordsOf(view.language);
  const items = LOSS_CLASSES.map((loss) => {
    const { meaning, step } = words.loss[loss];
    return classItem(view, loss, lossHeading(view, [loss]), meaning, step);
  });
  const { meaning, step } = words.undetermined;
  const open = classItem(view, 'undetermined', lossHeading(view, []), meaning, step);
  const body = html`<p class="crumb"><a href="/">${texts.overview}</a></p>
<div class="headline"><h1>${texts.loss.classes}</h1></div>
<p class="lead">${texts.loss.classesLead} <code>${words.runbook}</code>.</p>
${items}${open}`;
  return { title: texts.loss.classes, body, live: false };
}

function classItem({ texts }: View, key: string, title: string, meaning: string, step: string): Html {
  return html`<section class="diagnosis" aria-labelledby="${key}"><h2 id="${key}">${title} <code class="soft">${key}</code></h2>
<p>${meaning}</p><div class="advice"><h3>${texts.loss.step}</h3><p>${step}</p></div></section>
`;
}
