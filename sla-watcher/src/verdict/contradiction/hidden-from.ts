import { type Model, type ProbeWitness, readsTable } from '@orderwatch/model';
import type { Claim, Course } from '../../domain/journey.ts';
import { type Contradiction, wordOf } from './contradiction.ts';

/** Rows that a list does not show, or shows under another status, though it should show that stage. */
export function hiddenFrom({ side, ended, claims }: Course, model: Model): readonly Contradiction[] {
  if (ended) return [];
  const probes = [...model.witnesses.values()].filter((w): w is ProbeWitness => w.kind === 'probe');
  return probes.flatMap((probe): readonly Contradiction[] => {
    const row = claims.find((claim) => speaksForRow(claim, probe, model));
    if (row === undefined || row.at === null || !probe.stages.includes(row.stage)) return [];
    const shown = side.findLast(({ witness }) => witness === probe.name) ?? null;
    const listed = shown?.kind === 'listed' ? shown : null;
    if (listed?.stage === row.stage) return [];
    const system = probe.systems[0] ?? row.system;
    const behind = { witness: probe.name, system, stage: listed?.stage ?? null, at: shown?.at ?? null };
    return [{ kind: 'hidden', ahead: wordOf(row), behind, since: row.at }];
  });
}

/** The table of the system whose list it is. */
function speaksForRow({ witness }: Claim, probe: ProbeWitness, model: Model): boolean {
  const table = model.witnesses.get(witness);
  return table !== undefined && readsTable(table) && table.systems.some((s) => probe.systems.includes(s));
}
