import type { Language } from '@orderwatch/model';
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
}

export interface Voice extends VoiceOptions {
  readonly texts: MessageTexts;
  readonly instant: (at: number) => string;
  readonly length: (ms: number) => string;
}

export function voiceOf(options: VoiceOptions): Voice {
  const texts = MESSAGE_TEXTS[options.language];
  return {
    ...options,
    texts,
    instant: (at) => renderInstant(at, options.now, options.timezone, texts.time),
    length: (ms) => renderLength(ms, texts.time),
  };
}
