import type { Severity } from '../model.ts';
import type { CheckContext } from './context.ts';

/** Whatever is found reaches somebody, and no channel falls back for ever. */
export function checkTelling(context: CheckContext): void {
  checkPolicies(context);
  checkSilence(context);
  checkFallbacks(context);
}

function checkPolicies({ draft, report }: CheckContext): void {
  const seen = new Map<Severity, number>();
  for (const { index, entry } of draft.notify) {
    if (entry.to.length === 0) {
      report.error(['notify', index, 'to'], {
        code: 'nobody-told',
        message: 'this policy tells nobody',
        fix: 'name a channel',
      });
    }
    const first = seen.get(entry.severity);
    if (first === undefined) {
      seen.set(entry.severity, index);
      continue;
    }
    report.error(['notify', index, 'severity'], {
      code: 'duplicate-policy',
      message: `line ${report.lineOf(['notify', first])} says what to do with ${entry.severity} already`,
      fix: 'put all its channels into one policy',
    });
  }
}

function checkSilence({ draft, model, limits, report }: CheckContext): void {
  if (!report.isSound(['notify'])) return;
  const uses: readonly (Severity | 'off')[] = [
    ...limits.map(({ limit }) => limit.severity),
    // A file is read once, or not at all: there is no blindness of it to tell.
    ...[...model.witnesses.values()].filter(({ kind }) => kind !== 'file').map(({ severity }) => severity),
    ...Object.values(model.anomalies),
    ...(model.flow ? [model.flow.severity] : []),
  ];
  for (const severity of ['page', 'digest'] as const) {
    const count = uses.filter((use) => use === severity).length;
    if (count === 0 || model.notify.has(severity)) continue;
    const at = draft.data.notify === undefined ? [] : ['notify'];
    report.warningAtKey(at, {
      code: 'nobody-told',
      message: `nobody is told what has severity ${severity}, and ${count} entries have it`,
      fix: `add - { severity: ${severity}, to: [${[...model.channels.keys()].join(', ')}] }`,
    });
  }
}

function checkFallbacks({ model, report }: CheckContext): void {
  const told = new Set<string>();
  for (const start of model.channels.keys()) {
    const way = [start];
    for (let name = model.channels.get(start)?.fallback; name; name = model.channels.get(name)?.fallback) {
      if (!way.includes(name)) {
        way.push(name);
        continue;
      }
      if (name === start && !told.has(start)) {
        for (const member of way) told.add(member);
        report.error(['channels', start, 'fallback'], {
          code: 'fallback-cycle',
          message: `fallbacks go in a circle: ${[...way, start].join(' → ')}`,
          fix: 'let one of them have no fallback',
        });
      }
      break;
    }
  }
}
