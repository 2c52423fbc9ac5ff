import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderServicesEnv } from '@orderwatch/environment';
import { parseModel, renderProblem } from '@orderwatch/model';

const FILE = 'orderwatch.yaml';
/** Calendars end, and what is generated must not depend on the day. */
const NOW = Date.parse('2026-01-01T00:00:00Z');

/** What `orderwatch generate` writes at the root of the repository. */
export function renderOwnServicesEnv(): string {
  const text = readFileSync(join(import.meta.dirname, '..', FILE), 'utf8');
  const result = parseModel(text, { file: FILE, now: NOW });
  if (!result.ok) throw new Error(result.problems.map(renderProblem).join('\n'));
  return renderServicesEnv(result.model);
}
