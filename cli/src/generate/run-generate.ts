import { join } from 'node:path';
import { orderAttributesOf } from '@orderwatch/environment';
import type { Model } from '@orderwatch/model';
import { EXIT_CODE } from '../exit-code.ts';
import { Misuse } from '../failure.ts';
import { loadModel } from '../model-file.ts';
import { print, printJson } from '../show/screen.ts';
import { showable } from '../show/showable.ts';
import { type Compared, compare, isStale } from './compare.ts';
import { readIfThere, writeWhole } from './folder.ts';
import { generateFiles } from './generated-files.ts';
import { outcomeJson, renderOutcome } from './outcome.ts';

export interface GenerateFlags {
  readonly model: string;
  readonly out: string;
  readonly check?: true;
  readonly json?: true;
}

/** Everything is compared before anything is written: what may not be overwritten stops it all. */
export function runGenerate({ model: modelFile, out, check, json }: GenerateFlags): void {
  const model = loadModel(modelFile);
  const compared = generateFiles(model).map((generated) => {
    const file = join(out, generated.path);
    return compare(file, generated, readIfThere(file));
  });
  const checked = check === true;
  if (!checked) write(compared);
  tellUnfit(model);
  const outcome = { model, compared, checked };
  if (json) printJson(outcomeJson(outcome));
  else print(renderOutcome(outcome));
  if (checked && compared.some(isStale)) process.exitCode = EXIT_CODE.found;
}

function write(compared: readonly Compared[]): void {
  const foreign = compared.filter(({ standing }) => standing.kind === 'foreign').map(({ file }) => file);
  if (foreign.length > 0) {
    const files = foreign.join(', ');
    throw new Misuse(`${files} was not generated: move it away, or name another folder with --out`);
  }
  for (const { file, text } of compared.filter(isStale)) writeWhole(file, text);
}

function tellUnfit(model: Model): void {
  const names = orderAttributesOf(model).unfit.map((name) => showable(name));
  if (names.length === 0) return;
  process.stderr.write(`orderwatch: attributes that cannot ride by their names: ${names.join(', ')}\n`);
}
