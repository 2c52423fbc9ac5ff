import type { Model, Witness } from '@orderwatch/model';
import type { FileContent } from '@orderwatch/sla-watcher';
import { Misuse } from '../failure.ts';

/** As whom files are read, and what of. */
export interface FileReading {
  readonly witness: string;
  readonly content: FileContent;
}

/**
 * The witness that was named; else the model's only file witness; without one its only event witness,
 * or its only database witness. Throws Misuse where there is a choice to make.
 */
export function readingOf(model: Model, named: string | undefined): FileReading {
  const witnesses = [...model.witnesses.values()];
  if (named !== undefined) {
    const witness = model.witnesses.get(named);
    if (witness !== undefined) return reading(witness);
    throw new Misuse(`the model has no witness ${named}: write one of ${names(witnesses)}`);
  }
  for (const kind of ['file', 'event', 'database'] as const) {
    const [first, ...others] = witnesses.filter((witness) => witness.kind === kind);
    if (first === undefined) continue;
    if (others.length === 0) return reading(first);
    throw new Misuse(
      `the model has several ${kind} witnesses: say with --witness which one's files these are: ${names([first, ...others])}`,
    );
  }
  throw new Misuse('the model has no witness that could read a file: add one of kind file');
}

function reading(witness: Witness): FileReading {
  return { witness: witness.name, content: witness.kind === 'event' ? 'events' : witness.mapping };
}

function names(witnesses: readonly Witness[]): string {
  return witnesses.map(({ name }) => name).join(', ');
}
