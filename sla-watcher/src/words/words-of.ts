import type { Language } from '@orderwatch/model';
import { ENGLISH } from './en/words.ts';
import { RUSSIAN } from './ru/words.ts';
import type { Words } from './words.ts';

const WORDS: Readonly<Record<Language, Words>> = { en: ENGLISH, ru: RUSSIAN };

export function wordsOf(language: Language): Words {
  return WORDS[language];
}
