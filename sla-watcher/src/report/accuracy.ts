import type { Conclusion, LossClass } from '../domain/diagnosis.ts';

/** An order of which it is known what happened to it, and what was told of it. */
export interface KnownCase {
  /** Null: nothing happened to it. */
  readonly truth: LossClass | null;
  /** The hop or stage at which it happened; '' where nothing did. */
  readonly place: string;
  readonly told: ToldLoss;
}

/** `nothing`: the order was not said to be late, contradicted or in disorder. */
export type ToldLoss =
  | { readonly reason: 'nothing' }
  | {
      readonly reason: Conclusion['reason'];
      /** One when decided, two when either, else all that is not excluded. */
      readonly losses: readonly LossClass[];
      /** It is said of the place where it happened. */
      readonly there: boolean;
    };

/** Truth → what was told → how many; `healthy` and `nothing` are those of nothing. */
export type Confusion = ReadonlyMap<string, ReadonlyMap<string, number>>;

export interface ClassScore {
  readonly loss: LossClass;
  /** How many there were, and of how many it was told, rightly or not. */
  readonly injected: number;
  readonly told: number;
  /** Told as what it was. */
  readonly right: number;
  readonly either: number;
  readonly undetermined: number;
  /** Of those told at all, how many at the place where it happened. */
  readonly placed: number;
  readonly spoken: number;
}

/** An order that is called lost is wrong only where nothing happened to it: late work is late. */
const NOT_LOST: ReadonlySet<LossClass> = new Set(['working']);

export function confusionOf(cases: readonly KnownCase[]): Confusion {
  const rows = new Map<string, Map<string, number>>();
  for (const { truth, told } of cases) {
    const row = rows.get(truth ?? 'healthy') ?? new Map<string, number>();
    rows.set(truth ?? 'healthy', row);
    const column = columnOf(told);
    row.set(column, (row.get(column) ?? 0) + 1);
  }
  return rows;
}

/** `waiting`, `either`, `undetermined` or `nothing`. */
export function columnOf(told: ToldLoss): string {
  return told.reason === 'decided' ? (told.losses[0] ?? 'undetermined') : told.reason;
}

/** One of each class that happened or was told, in the order of `losses`. */
export function scoreClasses(
  cases: readonly KnownCase[],
  losses: readonly LossClass[],
): readonly ClassScore[] {
  return losses.map((loss) => scoreClass(cases, loss)).filter(({ injected, told }) => injected + told > 0);
}

function scoreClass(cases: readonly KnownCase[], loss: LossClass): ClassScore {
  const of = cases.filter(({ truth }) => truth === loss);
  const spoken = of.filter(({ told }) => told.reason !== 'nothing');
  return {
    loss,
    injected: of.length,
    told: cases.filter(({ told }) => columnOf(told) === loss).length,
    right: of.filter(({ told }) => columnOf(told) === loss).length,
    either: of.filter(({ told }) => told.reason === 'either').length,
    undetermined: of.filter(({ told }) => told.reason === 'undetermined').length,
    placed: spoken.filter(({ told }) => told.reason !== 'nothing' && told.there).length,
    spoken: spoken.length,
  };
}

/** Healthy orders of which it was told that they are lost, in one class or one of several. */
export function healthyCalledLost(cases: readonly KnownCase[]): number {
  return cases.filter(
    ({ truth, told }) =>
      truth === null &&
      (told.reason === 'decided' || told.reason === 'either') &&
      !told.losses.some((loss) => NOT_LOST.has(loss)),
  ).length;
}
