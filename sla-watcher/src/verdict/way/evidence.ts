import type { Evidence, Fact, LossClass, MissingEye } from '../../domain/diagnosis.ts';
import type { HopMark } from '../../domain/journey.ts';

/** What is known for and against one class of loss. */
export type Opinion =
  /** Something was seen that only this class leaves behind. */
  | { readonly reason: 'proven'; readonly by: readonly Seen[] }
  /** `missing`: the eyes that would have excluded or proven it. */
  | { readonly reason: 'possible'; readonly by: readonly Seen[]; readonly missing: readonly MissingEye[] }
  | { readonly reason: 'excluded'; readonly by: readonly Seen[] };

/** One fact, of whichever class it speaks for or against. */
export type Seen = Omit<Evidence, 'speaks' | 'loss'>;

export function proven(...by: readonly Seen[]): Opinion {
  return { reason: 'proven', by };
}

export function possible(by: readonly Seen[], missing: readonly MissingEye[]): Opinion {
  return { reason: 'possible', by, missing };
}

export function excluded(...by: readonly Seen[]): Opinion {
  return { reason: 'excluded', by };
}

export function seenBy(witness: string, fact: Fact, at: number | null, detail: string | null = null): Seen {
  return { fact, witness, at, traceId: null, spanId: null, detail };
}

/** What a mark of the way says; its own word of what went wrong is the detail. */
export function seenIn(mark: HopMark, fact: Fact, detail: string | null = mark.error): Seen {
  const { witness, at, traceId, spanId } = mark;
  return { fact, witness, at, traceId, spanId, detail };
}

export function asEvidence(loss: LossClass, { reason, by }: Opinion): readonly Evidence[] {
  const speaks = reason === 'excluded' ? 'against' : 'for';
  return by.map((seen) => ({ speaks, loss, ...seen }));
}
