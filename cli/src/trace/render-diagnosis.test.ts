import { join } from 'node:path';
import type { Diagnosis, Disagreement, Evidence } from '@orderwatch/sla-watcher';
import { wordsOf } from '@orderwatch/sla-watcher';
import { describe, expect, it } from 'vitest';
import { loadModel } from '../model-file.ts';
import { plain } from '../show/screen.ts';
import { timesFor } from '../show/times.ts';
import { renderDiagnosis, renderDisagreement } from './render-diagnosis.ts';
import { TRACE_TEXTS } from './texts/languages.ts';
import type { View } from './view.ts';

const AT = Date.parse('2026-11-20T10:02:00+03:00');
const model = loadModel(join(import.meta.dirname, '../testing/fixtures/workshop.yaml'));

function viewIn(language: 'en' | 'ru'): View {
  const times = timesFor('Europe/Moscow', language);
  return { model, texts: TRACE_TEXTS[language], words: wordsOf(language), times, paint: plain };
}

function seen(change: Partial<Evidence>): Evidence {
  const untold = { witness: 'traces', at: AT, traceId: null, spanId: null, detail: null };
  return { speaks: 'for', loss: 'consumer-failed', fact: 'failed', ...untold, ...change };
}

const failed: Diagnosis = {
  place: { kind: 'hop', hop: 'approved-to-mes' },
  line: 'ring',
  incarnation: 0,
  since: AT,
  conclusion: { reason: 'decided', loss: 'consumer-failed', confidence: 'proven' },
  evidence: [
    seen({ detail: 'ECONNREFUSED', traceId: '4bf92f3577b34da6a3ce929d0e0e4736' }),
    seen({ speaks: 'against', loss: 'waiting', fact: 'queue-empty', witness: 'broker' }),
    seen({ speaks: 'against', loss: 'dead-lettered', fact: 'queue-empty', witness: 'broker' }),
  ],
  missing: [],
  replay: {
    advice: 'would-repeat',
    targetRow: 'absent',
    message: 'received',
    messageId: 'msg-42',
    repeats: ['placed-to-mes'],
  },
};
const either: Diagnosis = {
  ...failed,
  line: '',
  since: null,
  conclusion: { reason: 'either', losses: ['waiting', 'consumer-failed'] },
  evidence: [seen({ fact: 'received' })],
  missing: [{ on: 'receiving', system: 'mes', witness: 'traces', because: 'gap' }],
  replay: null,
};
const untold: Diagnosis = {
  ...either,
  conclusion: { reason: 'undetermined', among: ['lost-in-broker', 'dead-lettered', 'consumer-failed'] },
  evidence: [],
  missing: [{ on: 'dead-letters', system: null, witness: null, because: 'no-witness' }],
};
const drift: Disagreement = {
  kind: 'disagree',
  line: '',
  incarnation: 0,
  ahead: { witness: 'shop-db', system: 'shop', stage: 'SHIPPED', at: AT },
  behind: { witness: 'mes-db', system: 'mes', stage: null, at: null },
  since: AT,
  dueAt: AT,
  severity: 'page',
};

describe.each(['en', 'ru'] as const)('in %s', (language) => {
  it.each([
    ['decided', failed],
    ['either', either],
    ['undetermined', untold],
  ])('a diagnosis that is %s says how it is known and what to do', (_reason, diagnosis) => {
    expect(renderDiagnosis(diagnosis, viewIn(language)).join('\n')).toMatchSnapshot();
  });

  it('a contradiction says who says what, since when', () => {
    expect(renderDisagreement(drift, AT + 3_600_000, viewIn(language))).toMatchSnapshot();
  });
});
