import { candidatesOf, type Conclusion, type LossClass } from '../../../domain/diagnosis.ts';
import { lossesTitle } from '../../../words/render.ts';
import { wordsOf } from '../../../words/words-of.ts';
import type { Html } from '../parts/html.ts';
import { badge, type Tone } from '../parts/icons.ts';
import type { View } from '../view.ts';

const TONE: Readonly<Record<LossClass, Tone>> = {
  'not-published': 'bad',
  'publish-failed': 'bad',
  'lost-in-broker': 'bad',
  waiting: 'warn',
  'dead-lettered': 'bad',
  'consumer-failed': 'bad',
  'not-stored': 'bad',
  drift: 'bad',
  working: 'warn',
  disorder: 'warn',
  hidden: 'bad',
  vanished: 'bad',
};

/** `Not published`, as a heading begins. */
export function lossHeading({ language }: View, losses: readonly LossClass[]): string {
  const title = lossesTitle(losses, wordsOf(language));
  return `${title.charAt(0).toLocaleUpperCase(language)}${title.slice(1)}`;
}

/** How sure it is, in a word with its shape; what is not decided says so by its title. */
export function conclusionBadge({ language }: View, conclusion: Conclusion): Html | false {
  if (conclusion.reason !== 'decided') return false;
  const word = wordsOf(language).confidence[conclusion.confidence];
  return badge(TONE[conclusion.loss], word);
}

/** What it means: of one class its meaning, else what is open. */
export function conclusionSentence({ language, texts }: View, conclusion: Conclusion): string {
  const words = wordsOf(language);
  switch (conclusion.reason) {
    case 'decided':
      return words.loss[conclusion.loss].meaning;
    case 'either':
      return texts.loss.oneOfTwo;
    case 'undetermined': {
      const open = candidatesOf(conclusion).map((loss) => words.loss[loss].title);
      const among = open.length === 0 ? '' : ` ${texts.loss.notExcluded(open.join(', '))}`;
      return `${words.undetermined.meaning}${among}`;
    }
  }
}
