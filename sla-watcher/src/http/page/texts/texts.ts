import type { Language } from '@orderwatch/model';
import { en } from './en.ts';
import { ru } from './ru.ts';

/** Every text of the page. A table that lacks a key, or has one too many, does not compile. */
export type Texts = typeof en;

const TEXTS: Readonly<Record<Language, Texts>> = { en, ru };

export const LANGUAGES = ['en', 'ru'] as const satisfies readonly Language[];

export function textsIn(language: Language): Texts {
  return TEXTS[language];
}
