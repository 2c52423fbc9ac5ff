import { oneLine } from '@orderwatch/sla-watcher';
import type { FileReading } from './file-reading.ts';

const FILES_SHOWN = 3;

/** What was read as whose, and whose silence means nothing because it was not read. */
export function renderSources(
  readings: readonly FileReading[],
  unread: readonly string[],
): readonly string[] {
  const read = [...Map.groupBy(readings, ({ witness }) => witness)].map(([witness, its]) => {
    const more = its.length - FILES_SHOWN;
    const shown = its.slice(0, FILES_SHOWN).map(({ file }) => file);
    return `Read as ${witness}: ${shown.join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
  });
  if (unread.length === 0 || readings.length === 0) return read.map(oneLine);
  const blind =
    `Not read: ${unread.join(', ')}. ` +
    'Where only these could show that an order has moved on, it cannot be judged.';
  return [...read, blind].map(oneLine);
}
