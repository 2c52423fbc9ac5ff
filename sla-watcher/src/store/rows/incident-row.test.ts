import { describe, expect, test } from 'vitest';
import { incident, NOON } from '../contract/samples.ts';
import { decodeIncident, encodeIncident, postSubjectsOf } from './incident-row.ts';

const told = encodeIncident(incident('i1', { openedAt: NOON, total: 7, revision: 3 }));

describe('An incident that an earlier program wrote', () => {
  test('was told when it opened, with all that it has', () => {
    expect(decodeIncident({ ...told, life: null })).toMatchObject({
      ...{ losses: [], frozen: 7, toldAt: NOON, postedAt: NOON, posts: 1, changedAt: null },
      ...{ acknowledged: null, snoozedUntil: null, handledAt: null, escalatedAt: null },
    });
  });

  test('has changed where its notice is due', () => {
    const waiting = { ...told, life: null, notify_at: NOON + 1 };
    expect(decodeIncident(waiting)).toMatchObject({ notifyAt: NOON + 1, changedAt: NOON });
  });

  test('was not told where it has no revision', () => {
    const fresh = { ...told, revision: 0, life: null, notify_at: NOON + 1 };
    expect(decodeIncident(fresh)).toMatchObject({ frozen: null, toldAt: null, posts: 0, postedAt: null });
  });

  test('keeps what it does say', () => {
    const life = JSON.stringify({ losses: ['waiting'], frozen: 2, toldAt: NOON + 5, escalatedAt: null });
    expect(decodeIncident({ ...told, life })).toMatchObject({
      frozen: 2,
      toldAt: NOON + 5,
      postedAt: NOON + 5,
    });
  });
});

test.each([
  [{ life: null }, ['i1']],
  [encodeIncident(incident('i1', { posts: 0 })), ['i1']],
  [encodeIncident(incident('i1', { posts: 3 })), ['i1', 'i1:2', 'i1:3']],
])('the posts of %o are told apart', (row, subjects) => {
  expect(postSubjectsOf({ id: 'i1', life: row.life })).toEqual(subjects);
});
