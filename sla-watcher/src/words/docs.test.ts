import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LOSS_CLASSES } from '../domain/diagnosis.ts';
import { wordsOf } from './words-of.ts';

const ROOT = join(import.meta.dirname, '../../..');
const KEYS = [...LOSS_CLASSES, 'undetermined'] as const;

describe.each(['en', 'ru'] as const)('the runbook in %s', (language) => {
  const words = wordsOf(language);
  const text = readFileSync(join(ROOT, words.runbook), 'utf8');
  const sections = new Map(
    text
      .split(/^### /m)
      .slice(1)
      .map((section) => [section.slice(0, section.indexOf('\n')), section]),
  );

  it('has an anchor for every key, and no other', () => {
    expect([...sections.keys()]).toEqual(KEYS);
  });

  it.each(KEYS)('tells of %s as messages do, with what proves and what excludes it', (key) => {
    const { title, meaning, step } = key === 'undetermined' ? words.undetermined : words.loss[key];
    const section = sections.get(key) ?? '';
    expect(section).toContain(`**${title.charAt(0).toUpperCase()}${title.slice(1)}.** ${meaning}\n`);
    expect(section).toContain(`.** ${step}\n`);
    expect(section.match(/^- \*\*/gm)).toHaveLength(key === 'undetermined' ? 1 : 4);
  });

  it('has no link that leads nowhere within it', () => {
    const anchors = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(anchors.filter((anchor) => !KEYS.some((key) => key === anchor))).toEqual([]);
    expect(anchors.length).toBeGreaterThan(0);
  });
});
