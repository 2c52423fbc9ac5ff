import { describe, expect, test } from 'vitest';
import type { Incident } from '../../domain/incident.ts';
import type { TellReason } from '../../domain/notice.ts';
import { renderContinued, renderIncident } from '../message.ts';
import { ENGLISH_VOICE, incidentOf, leftAs, memberOf, NOW, RUSSIAN_VOICE } from '../message-cases.ts';

const MINUTE = 60_000;
const ann = { at: NOW - 10 * MINUTE, by: 'Ann', total: 12, lapsedAt: null };
const VOICES = { en: ENGLISH_VOICE, ru: RUSSIAN_VOICE };

function factsOf(language: 'en' | 'ru', reason: TellReason, change: Partial<Incident>): readonly string[] {
  const input = { incident: incidentOf(change), members: [memberOf('42')], more: 0, reason };
  const before = incidentOf({ total: change.total ?? 2, open: change.open ?? 2 });
  const plain = renderIncident({ ...input, incident: before, reason: 'changed', ...VOICES[language] }).facts;
  const { facts } = renderIncident({ ...input, ...VOICES[language] });
  return facts.slice(0, facts.length - plain.length).map(({ label, value }) => `${label}: ${value}`);
}

describe('A message says', () => {
  test.each([
    ['nothing more, where nobody did anything', 'changed', {}, [], []],
    [
      'that it is told again',
      'repeated',
      { posts: 3 },
      ['Again: message 3 on this: it still lasts, and nobody has acknowledged it'],
      ['Повторно: сообщение 3 об этом: всё ещё длится, и никто не взял это в работу'],
    ],
    [
      'who takes care of it',
      'handled',
      { acknowledged: ann },
      ['Acknowledged: by Ann at 11:34'],
      ['Взято в работу: Ann, в 11:34'],
    ],
    [
      'that somebody does',
      'handled',
      { acknowledged: { ...ann, by: null } },
      ['Acknowledged: at 11:34'],
      ['Взято в работу: в 11:34'],
    ],
    [
      'that it is much worse than what was acknowledged',
      'worse',
      { acknowledged: { ...ann, lapsedAt: NOW }, total: 25, open: 25 },
      [
        'Worse: 25 orders by now, 12 when it was acknowledged',
        'Acknowledged: by Ann at 11:34; counts no more since 11:44, when it had become much worse',
      ],
      [
        'Стало хуже: теперь 25 заказов, а когда взяли в работу — 12',
        'Взято в работу: Ann, в 11:34; с 11:44 не действует: стало намного хуже',
      ],
    ],
    [
      'that it was escalated, and until when it is snoozed',
      'handled',
      { escalatedAt: NOW - MINUTE, snoozedUntil: NOW + 60 * MINUTE },
      [
        'Escalated: at 11:43: nobody had acknowledged it until then',
        'Snoozed: until 12:44: nothing is told before',
      ],
      [
        'Передано выше: в 11:43: до тех пор никто не взял это в работу',
        'Отложено: до 12:44: раньше сообщений не будет',
      ],
    ],
  ] as const)('%s', (_what, reason, change, english, russian) => {
    expect(factsOf('en', reason, change)).toEqual(english);
    expect(factsOf('ru', reason, change)).toEqual(russian);
  });

  test('why it is told, as a word', () => {
    const input = { incident: incidentOf(), members: [], more: 0, ...ENGLISH_VOICE };
    expect(renderIncident({ ...input, reason: 'escalated' }).reason).toBe('escalated');
    expect(renderIncident(input)).not.toHaveProperty('reason');
  });

  test('that it is continued elsewhere, above what it said then', () => {
    const message = renderIncident({
      incident: incidentOf(),
      members: [memberOf('42')],
      more: 0,
      ...ENGLISH_VOICE,
    });
    const { kind, facts, ...rest } = renderContinued(message, ENGLISH_VOICE);
    const { kind: _, facts: before, ...same } = message;
    expect([kind, rest, facts.slice(1)]).toEqual(['continued', same, before]);
    expect(facts[0]).toEqual({
      label: 'Continued',
      value: 'told anew at 11:44; this message is not updated any more',
    });
    const [russian] = renderContinued(message, RUSSIAN_VOICE).facts;
    expect(russian?.value).toBe('в 11:44 отправлено заново; это сообщение больше не обновляется');
  });

  test('of what is over, how all have left and when the last was proven, not only those that it lists', () => {
    const at = Date.parse('2026-11-20T11:40:00+03:00');
    const departures = [
      { left: 'proven', count: 9_990, lastAt: at, longestMs: 1 },
      { left: 'not-seen', count: 10, lastAt: at, longestMs: 1 },
    ] as const;
    const incident = incidentOf({ total: 10_000, open: 0, resolvedAt: NOW });
    const input = { incident, members: [leftAs('42', 'not-seen', '11:30')], more: 9_999, departures };
    const values = (voice: typeof ENGLISH_VOICE | typeof RUSSIAN_VOICE) =>
      renderIncident({ ...input, ...voice }).facts.map(({ value }) => value);
    expect(values(ENGLISH_VOICE)).toContain(
      '9990 proven to have arrived (the last at 11:40), 10 out of sight (witness blind)',
    );
    expect(values(RUSSIAN_VOICE)).toContain(
      '9990 дошли, это доказано (последний в 11:40), 10 не видны (свидетель ослеп)',
    );
  });
});
