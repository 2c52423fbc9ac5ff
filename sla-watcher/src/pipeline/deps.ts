import type { Model, Severity } from '@orderwatch/model';
import type { LeaveReason } from '../domain/incident.ts';
import type { NoticeReason } from '../domain/notice.ts';
import type { Rejection } from '../domain/observation.ts';
import type { HealthByWitness } from '../domain/witness-health.ts';
import type { Clock, Store } from '../ports.ts';
import type { Assessor } from './assess.ts';

/** What the pipeline's steps need from outside; built once in compose.ts. */
export interface PipelineDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly model: Model;
  readonly assessor: Assessor;
  /** The witnesses' health in force at this moment. */
  health(): HealthByWitness;
  /** When this store was first watched: what was overdue before is a backlog. */
  readonly installedAt: number;
  readonly events: PipelineEvents;
}

/** What happened, for metrics and logs; called after the commit, never within a transaction. */
export interface PipelineEvents {
  observed(witness: string, count: number): void;
  rejected(rejection: Rejection): void;
  raised(rule: string, count: number): void;
  cleared(reason: LeaveReason, count: number): void;
  /** So many incidents of a severity were told, or not told, for this reason. */
  noticed(reason: NoticeReason, severity: Severity, count: number): void;
  /** A deadline was judged so long after it was due. */
  decided(latenessMs: number): void;
  /** One journey could not be judged; it was set aside for a while. */
  poisoned(order: string, error: unknown): void;
}
