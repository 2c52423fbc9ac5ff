import type { Problem } from '../problem.ts';
import { html, type Part } from './parts/html.ts';
import { name } from './parts/names.ts';
import type { Content, View } from './view.ts';

/** What a person sees instead of the page. The store may be down, so nothing of it is asked. */
export function renderProblem(view: View, problem: Problem): Content {
  const { texts } = view;
  const [title, hint] = wording(view, problem);
  const body = html`<div class="headline"><h1>${title}</h1></div>
<p class="lead">${hint}</p>
<p><a href="/">${texts.overview}</a></p>`;
  return { title, body, live: false };
}

function wording({ texts }: View, problem: Problem): readonly [title: string, hint: Part] {
  const { order } = problem.extra;
  switch (problem.code) {
    case 'not-found':
      return [texts.notFound, typeof order === 'string' ? texts.noSuchOrder(name(order)) : texts.noSuchPage];
    case 'store-unavailable':
      return [texts.unavailable, texts.unavailableHint];
    case 'incident-over':
      return [texts.incidentOver, texts.incidentOverHint];
    case 'unauthorised':
      return [texts.unauthorised, texts.unauthorisedHint];
    case 'internal':
      return [texts.failed, texts.failedHint];
    default:
      return [texts.badRequest, problem.detail];
  }
}
