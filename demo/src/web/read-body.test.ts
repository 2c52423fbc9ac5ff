import { describe, expect, it } from 'vitest';
import { Problem } from './problem.ts';
import { BodyReader } from './read-body.ts';

function read(body: unknown) {
  const reader = new BodyReader(body);
  const values = {
    name: reader.requiredText('name', 5),
    note: reader.text('note', 5),
    day: reader.date('day'),
    test: reader.flag('test'),
  };
  reader.done();
  return values;
}

function problemsOf(body: unknown): readonly string[] {
  try {
    read(body);
  } catch (error) {
    if (error instanceof Problem) return error.problems;
  }
  return [];
}

describe('a body', () => {
  it('is read, and what may be left out is null or false', () => {
    expect(read({ name: 'ring' })).toEqual({ name: 'ring', note: null, day: null, test: false });
    expect(read({ name: 'ring', note: 'x', day: '2028-02-29', test: true })).toMatchObject({
      day: '2028-02-29',
    });
  });

  it('is refused with every problem at once', () => {
    expect(problemsOf({ note: 'too long', day: '2026-02-30', test: 'yes' })).toEqual([
      'name: is required',
      'note: must be a text of up to 5 characters',
      'day: must be a date like 2026-12-31',
      'test: must be true or false',
    ]);
  });

  it.each([[[]], ['x'], [7]])('that is no object is refused: %j', (body) => {
    expect(problemsOf(body)[0]).toBe('the body must be a JSON object');
  });
});
