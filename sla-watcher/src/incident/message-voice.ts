import type { Language } from '@orderwatch/model';
import type { HopEnds } from '../words/render.ts';
import type { Words } from '../words/words.ts';
import { wordsOf } from '../words/words-of.ts';
import { MESSAGE_TEXTS } from './message-languages.ts';
import type { MessageTexts } from './message-texts.ts';
import { renderInstant, renderLength } from './message-time.ts';

/** In which language and zone a message speaks, and at what time. */
export interface VoiceOptions {
  readonly language: Language;
  /** IANA zone of all instants. */
  readonly timezone: string;
  readonly now: number;
  readonly modelName: string;
  /** By name: who stands at the ends of each; evidence then says whose word it is. */
  readonly hops?: ReadonlyMap<string, HopEnds>;
}

export interface Voice extends VoiceOptions {
  readonly texts: MessageTexts;
  readonly words: Words;
  readonly instant: (at: number) => string;
  readonly length: (ms: number) => string;
}

export function voiceOf(options: VoiceOptions): Voice {
  const texts = MESSAGE_TEXTS[options.language];
  return {
    ...options,
    texts,
    words: wordsOf(options.language),
    instant: (at) => renderInstant(at, options.now, options.timezone, texts.time),
    length: (ms) => renderLength(ms, texts.time),
  };
}
