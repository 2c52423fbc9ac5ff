import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PROBLEMS } from './problem.ts';

describe('the codes of problems', () => {
  it('are those that the documentation explains', () => {
    const docs = readFileSync(new URL('../../../docs/http.md', import.meta.url), 'utf8');
    const documented = [...docs.matchAll(/^\| `([a-z-]+)` \| (\d{3}) \| (.+?) \|/gm)];
    const rows = documented.map(([, code, status, title]) => [code, Number(status), title]);
    expect(rows).toEqual(Object.entries(PROBLEMS).map(([code, { status, title }]) => [code, status, title]));
  });
});
