import type { Language } from '@orderwatch/model';
import { ENGLISH } from './en.ts';
import { RUSSIAN } from './ru.ts';
import type { TraceTexts } from './trace-texts.ts';

export const TRACE_TEXTS: Readonly<Record<Language, TraceTexts>> = { en: ENGLISH, ru: RUSSIAN };
