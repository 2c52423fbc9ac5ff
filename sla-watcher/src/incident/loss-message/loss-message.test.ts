import { describe, expect, test } from 'vitest';
import { candidatesOf, type Diagnosis, LOSS_CLASSES } from '../../domain/diagnosis.ts';
import type { Incident } from '../../domain/incident.ts';
import { PHRASES } from '../../deliver/phrases.ts';
import { renderSlackBlocks } from '../../deliver/slack/slack-blocks.ts';
import { decided, diagnosisSample, EITHER, UNDETERMINED } from '../../testing/diagnoses.ts';
import { renderIncident } from '../message.ts';
import { asText, ENGLISH_VOICE, incidentOf, leftAs, memberOf, NOW, RUSSIAN_VOICE } from '../message-cases.ts';

const hops = new Map([['submitted-to-mes', { from: 'shop', to: 'mes' }]]);
const VOICES = [
  ['en', { ...ENGLISH_VOICE, hops }],
  ['ru', { ...RUSSIAN_VOICE, hops }],
] as const;

function told(diagnosis: Diagnosis, change: Partial<Incident> = {}) {
  const place = diagnosis.place.kind === 'hop' ? 'hop submitted-to-mes' : 'stage SUBMITTED';
  const losses = candidatesOf(diagnosis.conclusion);
  return {
    incident: incidentOf({ losses, place, rule: place.replace(' ', ':'), total: 12, open: 12, ...change }),
    members: [memberOf('42', { sighting: { diagnosis, limit: '2m' } })],
    more: 11,
  };
}

describe.each(VOICES)('a loss, in %s', (language, voice) => {
  const conclusions = [...LOSS_CLASSES.map((loss) => decided(loss)), EITHER, UNDETERMINED];
  const file = (name: string) => `golden/${name}.${language}.txt`;

  test('is understood from its message, whatever the class', async () => {
    const messages = conclusions.map((diagnosis) => asText(renderIncident({ ...told(diagnosis), ...voice })));
    await expect(`${messages.join('\n\n')}\n`).toMatchFileSnapshot(file('losses'));
  });

  test('shrinks, and says how many it had and who came later', () => {
    const incident = { total: 520, open: 400, frozen: 500, revision: 7 };
    const { title, facts } = renderIncident({ ...told(decided('not-published'), incident), ...voice });
    expect([title, facts.find(({ label }) => /^(Orders|Заказы)$/.test(label))?.value]).toMatchSnapshot();
  });

  test('that is over lists first what was not proven', async () => {
    const { incident } = told(decided('not-published'), {
      total: 5,
      open: 0,
      revision: 9,
      resolvedAt: Date.parse('2026-11-20T12:37:00+03:00'),
    });
    const members = [
      leftAs('42', 'proven', '11:10'),
      leftAs('43', 'proven', '11:11'),
      leftAs('44', 'ended', '11:12'),
      leftAs('45', 're-judged', '11:13'),
      leftAs('46', 'not-seen', '11:14'),
    ];
    const text = asText(renderIncident({ incident, members, more: 0, ...voice }));
    await expect(`${text}\n`).toMatchFileSnapshot(file('resolved'));
  });

  test('that turned out to be another says so instead of calling it solved', () => {
    const { incident } = told(decided('not-published'), { total: 2, open: 0, resolvedAt: NOW });
    const as = (order: string) => {
      const left = leftAs(order, 're-judged', '11:13');
      return { ...left, sighting: { ...left.sighting, diagnosis: decided('dead-lettered') } };
    };
    const message = renderIncident({ incident, members: [as('42'), as('43')], more: 0, ...voice });
    expect([message.title, message.facts[1]?.value]).toMatchSnapshot();
  });

  test.each(['disagree', 'vanished', 'hidden'] as const)('of the kind drift is told: %s', (rule) => {
    const loss = rule === 'disagree' ? 'drift' : rule;
    const input = told(decided(loss), { kind: 'drift', rule: `drift:${rule}` });
    const ahead = { witness: 'shop-db', system: 'shop', stage: 'SHIPPED', at: NOW - 3_600_000 };
    const behind = { witness: 'mes-db', system: 'mes', stage: null, at: null };
    const drift = { kind: rule, line: '', ahead, behind, since: NOW - 3_600_000 } as const;
    const members = input.members.map((one) => ({ ...one, sighting: { ...one.sighting, drift } }));
    const message = renderIncident({ ...input, members, ...voice });
    const untold = renderIncident({ ...input, incident: { ...input.incident, losses: [] }, ...voice });
    expect([untold.title, asText(message)]).toMatchSnapshot();
  });

  test('whose orders carry no diagnosis is told by its class', () => {
    const { incident } = told(decided('waiting'));
    const message = renderIncident({ incident, members: [memberOf('42')], more: 11, ...voice });
    expect([message.title, message.facts.slice(0, 3)]).toMatchSnapshot();
  });
});

test.each(VOICES)('every message about a loss fits into Slack as it is, in %s', (language, voice) => {
  const place = { kind: 'hop', hop: 'manufacturing-approved-to-mes' } as const;
  const conclusions = [...LOSS_CLASSES.map((loss) => decided(loss)), EITHER, UNDETERMINED];
  const open = diagnosisSample({ reason: 'undetermined', among: LOSS_CLASSES.slice(0, 7) });
  for (const diagnosis of [...conclusions, open].map((each) => ({ ...each, place }))) {
    const incident = { total: 12_345, open: 6789, frozen: 12_000, openedAt: NOW - 30 * 86_400_000 };
    const input = told(diagnosis, { ...incident, place: `hop ${place.hop}`, detail: 'x'.repeat(100) });
    const blocks = renderSlackBlocks(renderIncident({ ...input, ...voice }), PHRASES[language], null);
    expect(JSON.stringify(blocks)).not.toContain('…');
  }
});

test('a promise is no place where anything is lost', () => {
  const { title } = renderIncident({
    ...told(decided('not-published'), { place: 'promise promised_on' }),
    ...ENGLISH_VOICE,
  });
  expect(title).toBe('LOST: 12 orders past promised_on since 10:32, not published');
});

test('what may be waiting is never called lost', () => {
  const diagnosis = diagnosisSample({ reason: 'either', losses: ['waiting', 'consumer-failed'] });
  expect(renderIncident({ ...told(diagnosis), ...ENGLISH_VOICE }).title).toBe(
    'STUCK: 12 orders waiting in the queue or failed in the consumer at hop submitted-to-mes since 10:32',
  );
});
