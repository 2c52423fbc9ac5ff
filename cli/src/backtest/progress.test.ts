import { describe, expect, it } from 'vitest';
import { createProgress, renderStep } from './progress.ts';

describe('progress', () => {
  it('is silent where nobody looks', () => {
    const written: string[] = [];
    const progress = createProgress({ write: (text: string) => written.push(text) }, () => 0);
    progress.step('orders.csv', 0.5, 10);
    progress.say('judging');
    progress.end();
    expect(written).toEqual([]);
  });

  it('is one line on a terminal, at most ten times a second, cut to its width, and gone in the end', () => {
    const written: string[] = [];
    let now = 0;
    const out = { isTTY: true, columns: 30, write: (text: string) => written.push(text) };
    const progress = createProgress(out, () => now);
    for (; now < 1000; now += 10) progress.step('a-file-with-a-long-name.csv', now / 1000, now);
    progress.end();
    expect(written).toHaveLength(11);
    expect(written[0]).toBe('\r\u001b[Ka-file-with-a-long-name.csv  ');
    expect(written.at(-1)).toBe('\r\u001b[K');
  });

  const steps: { args: Parameters<typeof renderStep>; line: string }[] = [
    { args: ['a.csv', 0.425, 1_200_000, 4000], line: 'a.csv  42 %  1,200,000 rows  300,000 rows/s' },
    { args: ['history', null, 5, 0], line: 'history  5 rows' },
    { args: ['a.gz', 1.01, 12_345, 1000], line: 'a.gz  100 %  12,345 rows  12,000 rows/s' },
  ];
  it.each(steps)('$line', ({ args, line }) => {
    expect(renderStep(...args)).toBe(line);
  });
});
