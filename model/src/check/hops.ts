import { tellsStages, type Via } from '../model.ts';
import type { CheckContext } from './context.ts';

type CarrierKey = 'exchange' | 'routing_key' | 'queue' | 'route';
const CARRIED_BY: Readonly<Record<CarrierKey, Via>> = {
  exchange: 'amqp',
  routing_key: 'amqp',
  queue: 'amqp',
  route: 'http',
};

/** A hop leads to another system, and both its ends are seen by some witness. */
export function checkHops({ model, draft, report }: CheckContext): void {
  const spokenFor = new Set(
    [...model.witnesses.values()].filter(tellsStages).flatMap((witness) => witness.systems),
  );
  // A witness that is wrong may be the one that sees.
  const known = draft.witnesses.declared.length > 0 && report.isSound(['witnesses']);
  for (const [name, entry] of draft.hops.entries) {
    for (const [key, via] of Object.entries(CARRIED_BY)) {
      if (entry[key as CarrierKey] === undefined || entry.via === via) continue;
      report.errorAtKey(['hops', name, key], {
        code: 'misplaced-key',
        message: `${key} means nothing via ${entry.via}`,
        fix: `leave it out, or write via: ${via}`,
      });
    }
  }
  for (const hop of model.hops.values()) {
    if (hop.from === hop.to) {
      report.error(['hops', hop.name, 'to'], {
        code: 'hop-to-itself',
        message: `the hop leads from ${hop.from} to itself`,
        fix: 'name the system that must learn of the status',
      });
    }
    const owner = model.stages.get(hop.status)?.system;
    const unseen = [owner, hop.to].find(
      (system) => system && model.systems.has(system) && !spokenFor.has(system),
    );
    if (unseen === undefined || !known) continue;
    report.warningAtKey(['hops', hop.name], {
      code: 'unseen-hop',
      message: `nobody sees this hop: no witness speaks for ${unseen}`,
      fix: `add ${unseen} to the systems of a witness`,
    });
  }
}
