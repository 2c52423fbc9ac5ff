import { tellsStages } from '../model.ts';
import type { CheckContext } from './context.ts';

/** Somebody speaks for every stage. */
export function checkWitnessCover({ draft, model, report }: CheckContext): void {
  if (draft.witnesses.declared.length === 0) {
    if (!report.isSound(['witnesses'])) return;
    report.errorAtKey(['witnesses'], {
      code: 'no-witness',
      message: 'nobody says where orders are: there is no witness',
      fix: 'add witnesses: { events: { kind: event } }, or a database',
    });
    return;
  }
  // A witness that could not be read may be the one that speaks.
  if (draft.witnesses.entries.size < draft.witnesses.declared.length) return;
  if (!report.isSound(['witnesses'])) return;
  const spokenFor = new Set(
    [...model.witnesses.values()].filter(tellsStages).flatMap((witness) => witness.systems),
  );
  for (const { name, system } of model.stages.values()) {
    if (!model.systems.has(system) || spokenFor.has(system)) continue;
    report.warningAtKey(['stages', name], {
      code: 'unspoken-stage',
      message: `nobody says when an order reaches ${name}: no witness speaks for ${system}`,
      fix: `add ${system} to the systems of a witness`,
    });
  }
}
