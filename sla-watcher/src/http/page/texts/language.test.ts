import { describe, expect, it } from 'vitest';
import { chooseLanguage } from './language.ts';

const choose = (asked: { query?: string; cookie?: string; accept?: string }) =>
  chooseLanguage({ query: null, cookie: '', accept: '', fallback: 'en', ...asked });

describe('the language of a page', () => {
  it.each([
    ['the one just chosen', { query: 'ru', cookie: 'lang=en', accept: 'en' }, 'ru'],
    ['the one chosen before', { cookie: 'a=b; lang=ru; c=d', accept: 'en' }, 'ru'],
    ['the one the browser likes best', { accept: 'de, en;q=0.5, ru-RU;q=0.9' }, 'ru'],
    ['the first of equals', { accept: 'ru, en' }, 'ru'],
    ['never one that the browser refuses', { accept: 'ru;q=0, en;q=0.1' }, 'en'],
    ["else the model's", { accept: 'de' }, 'en'],
    ["the model's for nonsense", { query: '<script>', cookie: 'xlang=ru', accept: ';;q=,' }, 'en'],
  ])('is %s', (_which, asked, language) => {
    expect(choose(asked)).toBe(language);
  });
});
