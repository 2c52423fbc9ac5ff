import { expect, test } from 'vitest';
import { decided, diagnosisSample, evidenceOf } from '../testing/diagnoses.ts';
import { evidenceThat, weighEvidence } from './strongest.ts';

const factsOf = (evidence: ReturnType<typeof weighEvidence>['why']) => evidence.map(({ fact }) => fact);

test('what tells most of the class stands first, then what excludes the others', () => {
  expect(factsOf(weighEvidence(decided('not-published')).why)).toEqual([
    'not-published',
    'process-died',
    'source-row',
    'queue-empty',
  ]);
});

test('what speaks against the conclusion is kept apart', () => {
  const { why, against } = weighEvidence(decided('consumer-failed'));
  expect(factsOf(why)).toEqual(['failed', 'received', 'not-dead-lettered']);
  expect(factsOf(against)).toEqual(['stored']);
});

test('a fact that speaks for one class and against another is told once', () => {
  const evidence = [
    evidenceOf('for', 'lost-in-broker', 'queue-empty'),
    evidenceOf('against', 'waiting', 'queue-empty'),
    evidenceOf('against', 'dead-lettered', 'not-dead-lettered'),
  ];
  expect(factsOf(weighEvidence(decided('lost-in-broker', { evidence })).why)).toEqual([
    'queue-empty',
    'not-dead-lettered',
  ]);
});

test('of two candidates the evidence for both counts', () => {
  const evidence = [
    evidenceOf('for', 'waiting', 'confirmed'),
    evidenceOf('for', 'consumer-failed', 'received'),
    evidenceOf('for', 'drift', 'row-ahead'),
  ];
  const either = diagnosisSample({ reason: 'either', losses: ['waiting', 'consumer-failed'] }, { evidence });
  expect(factsOf(weighEvidence(either).why)).toEqual(['confirmed', 'received']);
});

test('a fact that speaks against several classes is one line, and names them', () => {
  const evidence = [
    evidenceOf('for', 'lost-in-broker', 'confirmed'),
    evidenceOf('against', 'waiting', 'queue-empty'),
    evidenceOf('against', 'dead-lettered', 'queue-empty'),
  ];
  const diagnosis = decided('lost-in-broker', { evidence });
  expect(evidenceThat('for', diagnosis)).toMatchObject([{ evidence: { fact: 'confirmed' }, losses: [] }]);
  expect(evidenceThat('against', diagnosis)).toMatchObject([
    { evidence: { fact: 'queue-empty' }, losses: ['waiting', 'dead-lettered'] },
  ]);
});
