import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Misuse } from '../failure.ts';

/** The text of a file, or null where there is none. */
export function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw cannot('read', file, error);
  }
}

export function writeWhole(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw cannot('write', file, error);
  }
}

function cannot(what: 'read' | 'write', file: string, cause: unknown): Misuse {
  const reason = codeOf(cause) ?? String(cause);
  return new Misuse(
    `${file} cannot be ${what === 'read' ? 'read' : 'written'} (${reason}): name a folder with --out`,
    {
      cause,
    },
  );
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null;
}
