import { type FileProgress, oneLine, type RawRecord, readEventFile } from '@orderwatch/sla-watcher';
import type { FileReading } from './file-reading.ts';
import type { Progress } from './progress.ts';

/** All files, one after the other. With several, a position tells which file it is in. */
export async function* readRecords(
  readings: readonly FileReading[],
  progress: Progress,
): AsyncGenerator<readonly RawRecord[]> {
  let rowsBefore = 0;
  for (const [index, { file, witness, content }] of readings.entries()) {
    const what =
      readings.length === 1 ? oneLine(file) : `${oneLine(file)} (${index + 1} of ${readings.length})`;
    let rows = 0;
    const onProgress = ({ bytesRead, bytesTotal, records }: FileProgress) => {
      rows = records;
      progress.step(what, bytesTotal ? bytesRead / bytesTotal : null, rowsBefore + rows);
    };
    for await (const batch of readEventFile(file, content, { witness, onProgress })) {
      yield readings.length === 1 ? batch : batch.map((record) => placeIn(file, record));
    }
    rowsBefore += rows;
  }
  progress.say('judging');
}

function placeIn(file: string, record: RawRecord): RawRecord {
  if (record.kind !== 'broken') return { ...record, position: `${file} ${record.position}` };
  const { rejection } = record;
  return { kind: 'broken', rejection: { ...rejection, position: `${file} ${rejection.position}` } };
}
