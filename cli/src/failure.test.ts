import { ConfigInvalid } from '@orderwatch/sla-watcher';
import { describe, expect, it } from 'vitest';
import { Misuse, renderFailure } from './failure.ts';

describe('telling an error', () => {
  it.each([
    { error: new Misuse('name a file'), line: 'orderwatch: name a file' },
    { error: new ConfigInvalid('no store'), line: 'orderwatch: no store [config-invalid]' },
    { error: new TypeError('x is null'), line: 'orderwatch: unexpected: x is null (--verbose shows where)' },
    { error: 'thrown as text', line: 'orderwatch: unexpected: thrown as text (--verbose shows where)' },
  ])('$line', ({ error, line }) => {
    expect(renderFailure(error, false)).toBe(`${line}\n`);
  });

  it('shows the stack, and what lay behind it, when asked', () => {
    const text = renderFailure(new Error('cannot read', { cause: new Error('disk on fire') }), true);
    expect(text).toMatch(/^orderwatch: unexpected: cannot read\nError: cannot read\n {4}at .*/);
    expect(text).toContain('caused by: Error: disk on fire');
  });

  it('keeps the lines of a message and takes out what would drive a terminal', () => {
    expect(renderFailure(new Misuse('two lines\n  \u001b[31mred\u202e'), false)).toBe(
      'orderwatch: two lines\n  red\n',
    );
  });
});
