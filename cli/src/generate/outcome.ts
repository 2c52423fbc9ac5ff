import { counted } from '../show/plural.ts';
import { type Compared, isStale, type Standing } from './compare.ts';

export interface Outcome {
  readonly model: { readonly name: string; readonly version: string };
  readonly compared: readonly Compared[];
  /** True: compared only. False: what was stale is written now. */
  readonly checked: boolean;
}

/** A line for each file that was written or is stale, and a summary. */
export function renderOutcome({ compared, checked }: Outcome): readonly string[] {
  const stale = compared.filter(isStale);
  const files = counted(compared.length, 'file');
  if (!checked) {
    const written = stale.map(({ file }) => `${file} written`);
    return [...written, `${files}: ${stale.length} written, ${compared.length - stale.length} as they were`];
  }
  return [...stale.map(complaint), `${files} compared: ${stale.length} not as the model gives them`];
}

/** What `generate --json` prints. */
export function outcomeJson({ model: { name, version }, compared, checked }: Outcome): object {
  return {
    ok: !checked || !compared.some(isStale),
    model: { name, version },
    files: compared.map(({ file, standing }) => ({
      file,
      found: standing.kind,
      line: standing.kind === 'different' ? standing.line : null,
      written: !checked && standing.kind !== 'same',
    })),
  };
}

const SAID: Readonly<Record<Exclude<Standing['kind'], 'same' | 'different'>, string>> = {
  missing: 'is missing',
  foreign: 'was not generated, and is no file of ours',
};

function complaint({ file, standing }: Compared): string {
  if (standing.kind === 'different') return `${file}:${standing.line} is not what the model gives`;
  return `${file}:1 ${standing.kind === 'same' ? 'is right' : SAID[standing.kind]}`;
}
