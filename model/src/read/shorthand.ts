import type { Report } from '../report.ts';
import { SHORTHAND_SECTIONS } from '../schema/model-file.ts';
import { isMap } from './sections.ts';

/** Writes `stages: [A, B]` and `- A: {…}` out as maps, so that the rest knows one form only. */
export function expandShorthand(
  data: Readonly<Record<string, unknown>>,
  report: Report,
): Readonly<Record<string, unknown>> {
  const full: Record<string, unknown> = { ...data };
  for (const section of SHORTHAND_SECTIONS) {
    const listed = full[section];
    if (Array.isArray(listed)) full[section] = expandList(listed, section, report);
  }
  return full;
}

function expandList(list: readonly unknown[], section: string, report: Report): Record<string, unknown> {
  const entries = new Map<string, unknown>();
  for (const [index, item] of list.entries()) {
    const pairs = isMap(item) ? Object.entries(item) : [[String(item), null] as const];
    const [name, value] = pairs[0] ?? ['', null];
    if (pairs.length !== 1 || name === '' || item === null || Array.isArray(item)) {
      report.error([section, index], {
        code: 'wrong-type',
        message: `this entry of ${section} is not one name`,
        fix: 'write - SUBMITTED, or - SUBMITTED: { system: shop }',
      });
    } else if (entries.has(name)) {
      report.error([section, index], {
        code: 'duplicate-key',
        message: `${name} is in the list already`,
        fix: 'keep one of them',
      });
    } else {
      entries.set(name, value);
    }
  }
  return Object.fromEntries(entries);
}
