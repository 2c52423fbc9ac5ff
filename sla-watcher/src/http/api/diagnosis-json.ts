import { candidatesOf, type Diagnosis } from '../../domain/diagnosis.ts';
import type { Disagreement, Word } from '../../domain/disagreement.ts';
import { placeName } from '../../domain/verdict.ts';
import type { DiagnosisJson, DisagreementJson, WordJson } from '../api-types.ts';
import { instant } from './instant.ts';

export function diagnosisJson(diagnosis: Diagnosis): DiagnosisJson {
  const { place, line, incarnation, since, conclusion, evidence, missing, replay } = diagnosis;
  return {
    place: placeName(place),
    line,
    incarnation,
    since: instant(since),
    conclusion: conclusion.reason,
    losses: candidatesOf(conclusion),
    confidence: conclusion.reason === 'decided' ? conclusion.confidence : null,
    evidence: evidence.map((one) => ({ ...one, at: instant(one.at) })),
    missing,
    replay,
  };
}

export function disagreementJson(disagreement: Disagreement): DisagreementJson {
  const { kind, line, incarnation, ahead, behind, since, dueAt, severity } = disagreement;
  const times = { since: instant(since), dueAt: instant(dueAt) };
  return { kind, line, incarnation, ahead: wordJson(ahead), behind: wordJson(behind), ...times, severity };
}

export function wordJson({ witness, system, stage, at }: Word): WordJson {
  return { witness, system, stage, at: instant(at) };
}
