import { readFileSync } from 'node:fs';
import { type Model, parseModel, renderProblem } from '@orderwatch/model';

/** The model of this repository. */
export function loadBenchModel(): Model {
  const file = new URL('../../orderwatch.yaml', import.meta.url);
  const parsed = parseModel(readFileSync(file, 'utf8'), { file: 'orderwatch.yaml', now: Date.now() });
  if (!parsed.ok) throw new Error(parsed.problems.map(renderProblem).join('\n'));
  return parsed.model;
}
