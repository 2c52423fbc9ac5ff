import type { Model } from '@orderwatch/model';
import { Misuse } from '../failure.ts';
import { readHead } from './file-head.ts';
import { type FileReading, readingOf } from './file-reading.ts';

/** `--witness` once is for all files; given more often, each is for the file at its place. */
export function readingsOf(
  model: Model,
  files: readonly string[],
  named: readonly string[],
): readonly FileReading[] {
  if (named.length > 1 && named.length !== files.length) {
    throw new Misuse(
      `--witness stands ${named.length} times for ${files.length === 1 ? '1 file' : `${files.length} files`}: ` +
        'write it once for all, or once for each in their order',
    );
  }
  return files.map((file, index) => {
    const name = named.length > 1 ? named[index] : named[0];
    return readingOf(model, { file, head: name === undefined ? readHead(file) : null, named: name });
  });
}

/** Witnesses that alone speak for some system, and of which no file was given. */
export function unreadWitnesses(model: Model, readings: readonly FileReading[]): readonly string[] {
  const read = new Set(readings.map(({ witness }) => witness));
  // An event may name any event witness as its own.
  const isRead = (name: string, kind: string) =>
    read.has(name) || (kind === 'event' && readings.some(({ content }) => content === 'events'));
  const witnesses = [...model.witnesses.values()];
  const covered = new Set(
    witnesses.filter(({ name, kind }) => isRead(name, kind)).flatMap(({ systems }) => systems),
  );
  return witnesses
    .filter(({ systems }) => systems.some((system) => !covered.has(system)))
    .map(({ name }) => name);
}
