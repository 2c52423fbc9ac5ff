import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AGENT_VERSION } from './provide/java.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const PAGE = read('docs/other-languages.md');

function blocksOf(language: string): readonly string[] {
  return [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, text = '']) => text,
  );
}

/** Code may stand deeper in a class than on the page. */
function unindented(text: string): string {
  return text.replaceAll(/^\s+/gm, '');
}

describe('docs/other-languages.md', () => {
  it.each([
    { language: 'java', file: 'test/foreign/java/src/StatusChanges.java', blocks: 1 },
    { language: 'python', file: 'test/foreign/python/telemetry.py', blocks: 2 },
  ])('shows the $language that these tests run', ({ language, file, blocks }) => {
    const shown = blocksOf(language);
    expect(shown).toHaveLength(blocks);
    for (const block of shown) expect(unindented(read(file))).toContain(unindented(block));
  });

  it('names the versions that these tests run', () => {
    const [, sdk = ''] =
      /^opentelemetry-sdk==(.*)$/m.exec(read('test/foreign/python/requirements.txt')) ?? [];
    for (const version of [AGENT_VERSION, sdk]) {
      expect(PAGE).toContain(`version ${version} `);
      expect(read('docs/conventions.md')).toContain(version);
    }
  });

  it('speaks of no variable of services.env that is not there', () => {
    const generated = read('generated/services.env');
    for (const [name] of PAGE.matchAll(/\b(?:ORDERWATCH|OTEL_JAVA)_\w+/g))
      expect(generated).toContain(`${name}=`);
  });
});
