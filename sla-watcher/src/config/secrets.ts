import { readFileSync } from 'node:fs';
import { ConfigInvalid } from '../domain/errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const SECRET_BYTES = 64 * 1024;

/**
 * A secret `X` stands in the variable X, or in the file that X_FILE names; null: neither is set. Throws
 * ConfigInvalid with what to do; never shows a value.
 */
export function secretFrom(environment: Environment, name: string): string | null {
  const direct = environment[name];
  const file = environment[`${name}_FILE`];
  if (direct !== undefined && direct !== '' && file)
    throw new ConfigInvalid(`both ${name} and ${name}_FILE are set: keep one`);
  if (direct !== undefined && direct !== '') return direct;
  if (!file) return null;
  try {
    const content = readFileSync(file, 'utf8');
    if (content.length > SECRET_BYTES) throw new Error('it is larger than 64 KiB');
    return content.trim();
  } catch (cause) {
    throw new ConfigInvalid(`${name}_FILE cannot be read (${file}): ${(cause as Error).message}`, { cause });
  }
}
