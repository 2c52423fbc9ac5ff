import type { Language } from '@orderwatch/model';
import { ENGLISH } from './message-en.ts';
import { RUSSIAN } from './message-ru.ts';
import type { MessageTexts } from './message-texts.ts';

export const MESSAGE_TEXTS: Readonly<Record<Language, MessageTexts>> = { en: ENGLISH, ru: RUSSIAN };
