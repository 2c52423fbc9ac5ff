import type { Language } from '@orderwatch/model';
import { LANGUAGES } from './texts.ts';

/**
 * Which language to answer in: the one just chosen, else the one chosen before, else the one that the
 * browser likes best, else the model's.
 */
export function chooseLanguage(asked: {
  readonly query: string | null;
  readonly cookie: string;
  readonly accept: string;
  readonly fallback: Language;
}): Language {
  return (
    known(asked.query) ??
    known(/(?:^|; *)lang=(\w+)/.exec(asked.cookie)?.[1] ?? null) ??
    preferred(asked.accept) ??
    asked.fallback
  );
}

function known(text: string | null): Language | null {
  return LANGUAGES.find((language) => language === text) ?? null;
}

function preferred(accept: string): Language | null {
  const ranges = accept.split(',').map((range) => {
    const [tag = '', quality = 'q=1'] = range.trim().toLowerCase().split(/; */);
    return { language: known(tag.split('-')[0] ?? null), weight: Number(quality.replace('q=', '')) || 0 };
  });
  const best = ranges.filter(({ language, weight }) => language !== null && weight > 0);
  return best.toSorted((a, b) => b.weight - a.weight)[0]?.language ?? null;
}

/** Kept for a year; it says nothing but the language. */
export function languageCookie(language: Language): string {
  return `lang=${language}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly`;
}
