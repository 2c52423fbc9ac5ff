import type { CheckContext } from './context.ts';

/** What is left out leaves something; a maintenance window says one time. */
export function checkJudgement(context: CheckContext): void {
  checkLeaveOut(context);
  checkMaintenance(context);
}

function checkLeaveOut(context: CheckContext): void {
  const { draft, report } = context;
  for (const { index, entry } of draft.leave_out) {
    const path = ['leave_out', index];
    const { when, order } = entry;
    if ((when === undefined) === (order === undefined) && report.isSound(path)) {
      const message = when ? 'this is about attributes and ids at once' : 'this leaves out nothing';
      report.error(path, {
        code: 'leave-out-form',
        message,
        fix: "write when: { test: true } or order: '^TEST-.*'",
      });
    } else if (when && Object.keys(when).length === 0) {
      report.error([...path, 'when'], {
        code: 'leave-out-form',
        message: 'this leaves out every order',
        fix: 'name an attribute',
      });
    } else if (order) {
      checkPattern(context, index, order);
    }
  }
}

function checkPattern({ report }: CheckContext, index: number, pattern: RegExp): void {
  // As compiled: ^(?:…)$
  const written = pattern.source.slice(4, -2);
  const path = ['leave_out', index, 'order'];
  if (pattern.test('')) {
    const message = 'this pattern matches an empty id, and perhaps every id';
    report.warning(path, { code: 'leave-out-form', message, fix: "write how they begin: '^TEST-.*'" });
  } else if (written.startsWith('^') && /[^$*+)}]$/.test(written)) {
    const message = `${written} must match the whole id, not its beginning`;
    report.warning(path, { code: 'leave-out-form', message, fix: `write '${written}.*'` });
  }
}

function checkMaintenance({ draft, report }: CheckContext): void {
  for (const { index, entry } of draft.maintenance) {
    const path = ['maintenance', index];
    const { weekly, from, to } = entry;
    const once = from !== undefined || to !== undefined;
    const complete = weekly ? !once : from !== undefined && to !== undefined;
    if (!complete && report.isSound(path)) {
      const message = weekly ? 'this window is weekly and once' : 'this window does not say when';
      report.error(path, {
        code: 'window-form',
        message,
        fix: "write weekly: 'sun 03:00-04:00', or from and to",
      });
    } else if (from !== undefined && to !== undefined && to <= from) {
      report.error([...path, 'to'], {
        code: 'window-form',
        message: 'the window ends before it begins',
        fix: 'write a later instant',
      });
    }
  }
}
