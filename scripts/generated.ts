import { renderOwnServicesEnv } from './own-model.ts';
import { renderEventJsonSchema, renderModelJsonSchema } from '@orderwatch/model';
import { renderNames } from './conventions/render-names.ts';
import { renderConventionsPage } from './conventions/render-page.ts';

/** A file in the repository that a program writes: nobody edits it, and it is compared on every run. */
export interface GeneratedFile {
  /** From the root of the repository. */
  output: string;
  /** The whole text; the same on every machine and every day. */
  generate(): string | Promise<string>;
}

export const GENERATED: readonly GeneratedFile[] = [
  { output: 'model/schema/orderwatch.schema.json', generate: renderModelJsonSchema },
  { output: 'model/schema/event.schema.json', generate: renderEventJsonSchema },
  { output: 'model/conventions/src/generated/names.ts', generate: renderNames },
  { output: 'generated/services.env', generate: renderOwnServicesEnv },
  { output: 'docs/conventions.md', generate: renderConventionsPage },
];

/** The texts by file. Generating nothing is an error: an empty file would be equal to itself for ever. */
export async function generateAll(files: readonly GeneratedFile[]): Promise<Map<string, string>> {
  if (files.length === 0) throw new Error('there is nothing to generate');
  const texts = new Map<string, string>();
  for (const { output, generate } of files) {
    const text = await generate();
    if (text.trim() === '') throw new Error(`${output}: the generator wrote nothing`);
    texts.set(output, text);
  }
  return texts;
}

/** What is wrong with each file that is not as its generator writes it now. `read` gives nothing for no file. */
export function findStale(
  texts: ReadonlyMap<string, string>,
  read: (path: string) => Buffer | undefined,
): string[] {
  return [...texts].flatMap(([path, text]) => {
    const bytes = read(path);
    if (bytes === undefined) return [`${path}:1 is missing`];
    if (bytes.equals(Buffer.from(text))) return [];
    return [`${path}:${firstDifferentLine(bytes.toString(), text)} is not what its generator writes`];
  });
}

function firstDifferentLine(a: string, b: string): number {
  const expected = b.split('\n');
  const lines = a.split('\n');
  const at = lines.findIndex((line, index) => line !== expected[index]);
  return at === -1 ? lines.length : at + 1;
}
