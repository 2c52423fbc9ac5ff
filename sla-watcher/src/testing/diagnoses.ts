import type {
  Conclusion,
  Diagnosis,
  Evidence,
  Fact,
  LossClass,
  MissingEye,
  Replay,
} from '../domain/diagnosis.ts';

/** A Friday in Moscow: when the order set out on its hop, and how far everybody has seen. */
const SET_OUT = Date.parse('2026-11-20T10:02:00+03:00');
const SEEN_TO = Date.parse('2026-11-20T11:43:00+03:00');
const MINUTE = 60_000;

export interface EvidenceChange {
  readonly witness?: string;
  readonly at?: number | null;
  readonly detail?: string | null;
  readonly traceId?: string | null;
}

export function evidenceOf(
  speaks: Evidence['speaks'],
  loss: LossClass,
  fact: Fact,
  change: EvidenceChange = {},
): Evidence {
  const untold = { witness: 'traces', at: SEEN_TO, traceId: null, spanId: null, detail: null };
  return { speaks, loss, fact, ...untold, ...change };
}

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const atStart = { witness: 'shop-db', at: SET_OUT };
const sent = { at: SET_OUT + MINUTE, traceId };
const broker = { witness: 'broker' };

/** What is seen where an order is lost so; one story a class. */
const EVIDENCE: Readonly<Record<LossClass, readonly Evidence[]>> = {
  'not-published': [
    evidenceOf('for', 'not-published', 'source-row', atStart),
    evidenceOf('for', 'not-published', 'process-died', { at: SET_OUT + MINUTE }),
    evidenceOf('for', 'not-published', 'not-published'),
    evidenceOf('against', 'waiting', 'queue-empty', broker),
  ],
  'publish-failed': [
    evidenceOf('for', 'publish-failed', 'published', sent),
    evidenceOf('for', 'publish-failed', 'returned', { ...sent, detail: 'NO_ROUTE' }),
  ],
  'lost-in-broker': [
    evidenceOf('for', 'lost-in-broker', 'confirmed', sent),
    evidenceOf('for', 'lost-in-broker', 'broker-dropped', { ...broker, detail: 'expired 3' }),
    evidenceOf('against', 'waiting', 'queue-empty', broker),
    evidenceOf('against', 'dead-lettered', 'not-dead-lettered', { witness: 'dead-letters' }),
  ],
  waiting: [
    evidenceOf('for', 'waiting', 'confirmed', sent),
    evidenceOf('for', 'waiting', 'queue-holds', { ...broker, detail: '212' }),
    evidenceOf('for', 'waiting', 'no-consumer', broker),
  ],
  'dead-lettered': [
    evidenceOf('for', 'dead-lettered', 'dead-lettered', {
      witness: 'dead-letters',
      at: SET_OUT + 2 * MINUTE,
      detail: 'rejected',
    }),
    evidenceOf('for', 'dead-lettered', 'requeued', { ...sent, detail: '5' }),
  ],
  'consumer-failed': [
    evidenceOf('for', 'consumer-failed', 'received', sent),
    evidenceOf('for', 'consumer-failed', 'failed', { ...sent, detail: 'ECONNREFUSED' }),
    evidenceOf('against', 'dead-lettered', 'not-dead-lettered', { witness: 'dead-letters' }),
    evidenceOf('against', 'consumer-failed', 'stored', { at: SET_OUT + 2 * MINUTE }),
  ],
  'not-stored': [
    evidenceOf('for', 'not-stored', 'handled', sent),
    evidenceOf('for', 'not-stored', 'no-target-row', { witness: 'mes-db' }),
  ],
  drift: [
    evidenceOf('for', 'drift', 'row-ahead', { ...atStart, detail: 'PACKAGING' }),
    evidenceOf('for', 'drift', 'told-by-nobody'),
  ],
  working: [evidenceOf('for', 'working', 'in-stage', { witness: 'mes-db', at: SET_OUT })],
  disorder: [evidenceOf('for', 'disorder', 'went-back', { ...atStart, detail: 'SUBMITTED' })],
  hidden: [
    evidenceOf('for', 'hidden', 'target-row', { witness: 'mes-db', at: SET_OUT }),
    evidenceOf('for', 'hidden', 'not-listed', { witness: 'operators-list' }),
  ],
  vanished: [evidenceOf('for', 'vanished', 'row-gone', { witness: 'mes-db', detail: 'PACKAGING' })],
};

const IN_STAGE: readonly LossClass[] = ['drift', 'working', 'disorder', 'hidden', 'vanished'];

export const SAFE_REPLAY: Replay = {
  advice: 'safe',
  targetRow: 'absent',
  message: 'never-received',
  messageId: null,
  repeats: [],
};

export const NO_DEAD_LETTER_EYE: MissingEye = {
  on: 'dead-letters',
  system: null,
  witness: null,
  because: 'no-witness',
};

export function diagnosisSample(conclusion: Conclusion, change: Partial<Diagnosis> = {}): Diagnosis {
  const losses =
    conclusion.reason === 'decided'
      ? [conclusion.loss]
      : conclusion.reason === 'either'
        ? conclusion.losses
        : conclusion.among;
  const inStage = losses.every((loss) => IN_STAGE.includes(loss));
  return {
    place: inStage ? { kind: 'stage', stage: 'SUBMITTED' } : { kind: 'hop', hop: 'submitted-to-mes' },
    line: '',
    incarnation: 0,
    since: SET_OUT,
    conclusion,
    evidence: losses.flatMap((loss) => EVIDENCE[loss]),
    missing: [],
    replay: inStage ? null : SAFE_REPLAY,
    ...change,
  };
}

export function decided(loss: LossClass, change: Partial<Diagnosis> = {}): Diagnosis {
  return diagnosisSample({ reason: 'decided', loss, confidence: 'likely' }, change);
}

export const EITHER: Diagnosis = diagnosisSample(
  { reason: 'either', losses: ['not-published', 'lost-in-broker'] },
  { missing: [{ on: 'sending', system: 'shop', witness: 'traces', because: 'gap' }] },
);

export const UNDETERMINED: Diagnosis = diagnosisSample(
  { reason: 'undetermined', among: ['lost-in-broker', 'dead-lettered', 'consumer-failed'] },
  {
    evidence: [evidenceOf('for', 'consumer-failed', 'received', sent)],
    missing: [NO_DEAD_LETTER_EYE, { on: 'receiving', system: 'mes', witness: 'traces', because: 'blind' }],
    replay: {
      advice: 'unknown',
      targetRow: 'unknown',
      message: 'received',
      messageId: 'msg-42',
      repeats: ['price-to-crm'],
    },
  },
);
