import { type Judgement, type Outcome, placeName, type Verdict } from '../../../domain/verdict.ts';
import { type Html, html } from '../parts/html.ts';
import { name, placeTitle } from '../parts/names.ts';
import { outcomeBadge } from '../parts/tones.ts';
import type { Plural } from '../texts/format.ts';
import type { View } from '../view.ts';
import { clockSentences } from './clock.ts';
import { endSentence, verdictSentence } from './outcome.ts';

/** What matters first stands first; the same order of reading on every page. */
const RANK: Readonly<Record<Judgement['outcome']['reason'], number>> = {
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

/** Each deadline with its verdict and its explained clock; what needs nobody any more is folded away. */
export function deadlineSection(view: View, { judgements }: Verdict): Html {
  const { texts } = view;
  const sorted = judgements.toSorted((a, b) => RANK[a.outcome.reason] - RANK[b.outcome.reason]);
  const shown = sorted.filter(({ outcome }) => !FOLDED.includes(outcome.reason));
  const items = (some: readonly Judgement[]) =>
    some.map((judgement) => deadlineItem(view, judgement, `pauses-${judgements.indexOf(judgement)}`));
  const fold = (reason: (typeof FOLDED)[number], title: Plural) => {
    const some = sorted.filter(({ outcome }) => outcome.reason === reason);
    const summary = view.format.plural(some.length, title);
    return (
      some.length > 0 && html`<details id="${reason}"><summary>${summary}</summary>${items(some)}</details>`
    );
  };
  return html`<section aria-labelledby="deadlines"><h2 id="deadlines">${texts.orderPage.deadlines}</h2>
${judgements.length === 0 && html`<p class="calm">${texts.orderPage.noDeadlines}</p>`}
${items(shown)}
${fold('finished-in-time', texts.orderPage.metDeadlines)}
${fold('unjudgeable', texts.orderPage.unjudgeable)}
</section>`;
}

const FOLDED: readonly Outcome['reason'][] = ['finished-in-time', 'unjudgeable'];

function deadlineItem(view: View, judgement: Judgement, pausesId: string): Html {
  const { deadline, outcome } = judgement;
  const line = deadline.line !== '' && html` · ${view.texts.orderPage.courseOf(name(deadline.line))}`;
  const sentences = [
    verdictSentence(view, judgement),
    ...clockSentences(view, deadline, pausesId),
    endSentence(view, judgement),
    judgement.healthUnknown && view.texts.orderPage.says.healthUnknown,
  ].filter((sentence) => sentence !== null && sentence !== false);
  return html`<article class="deadline">
<h3>${placeTitle(view, placeName(deadline.place))}${line}</h3>
<p>${outcomeBadge(view, outcome)}</p>
<ul class="sentences">${sentences.map(
    (sentence) => html`<li>${sentence}</li>
`,
  )}</ul></article>
`;
}
