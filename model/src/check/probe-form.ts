import type { ProbeWitness } from '../model.ts';
import type { CheckContext } from './context.ts';

const PLACEHOLDERS = new Set(['{status}', '{next}']);

/** Whether a probe can find its way from page to page, and come to the end of its list. */
export function checkProbeForm(context: CheckContext): void {
  for (const witness of context.model.witnesses.values()) {
    if (witness.kind !== 'probe') continue;
    checkPath(context, witness);
    checkPages(context, witness);
  }
}

function checkPath({ report }: CheckContext, { name, path, next }: ProbeWitness): void {
  const place = ['witnesses', name, 'path'];
  const strange = (path.match(/\{[^{}]*\}/g) ?? []).find((text) => !PLACEHOLDERS.has(text));
  if (strange !== undefined) {
    report.error(place, {
      code: 'bad-value',
      message: `${strange} stands for nothing`,
      fix: 'use {status} or {next}, or write a brace as %7B',
    });
  }
  const hasNext = path.includes('{next}');
  if (hasNext && next === null && report.isSound(['witnesses', name, 'next'])) {
    report.error(place, {
      code: 'missing-key',
      message: 'nothing says what {next} is for the next page',
      fix: 'add next, as in next: /next, or leave {next} out',
    });
  }
  if (!hasNext && next !== null) {
    report.errorAtKey(['witnesses', name, 'next'], {
      code: 'misplaced-key',
      message: 'next means nothing where path has no {next}',
      fix: 'add it to path, as in /orders?after={next}, or leave next out',
    });
  }
}

/** Every status is a page at least. */
function checkPages(
  { report }: CheckContext,
  { name, path, stages, statuses, maxPages }: ProbeWitness,
): void {
  if (!path.includes('{status}')) return;
  const meant = Object.values(statuses);
  const words = stages.map((stage) => Math.max(1, meant.filter((one) => one === stage).length));
  const pages = words.reduce((sum, n) => sum + n, 0);
  if (pages <= maxPages) return;
  report.error(['witnesses', name, 'max_pages'], {
    code: 'always-blind',
    message: `${name} asks for ${pages} statuses, each of a page at least, and may read ${maxPages}`,
    fix: `set max_pages to ${pages} or more, or name fewer stages`,
  });
}
