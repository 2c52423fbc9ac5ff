import type { Hop, OutboxWitness } from '../model.ts';
import type { CheckContext } from './context.ts';

/** What stands in an outbox is on one hop, known by who sends it and by the status that it tells of. */
export function checkOutboxes({ model, report }: CheckContext): void {
  for (const witness of model.witnesses.values()) {
    const path = ['witnesses', witness.name];
    if (witness.kind !== 'outbox' || witness.systems.length === 0) continue;
    if (!report.isSound(path) || !report.isSound(['hops'])) continue;
    const sent = hopsFrom(witness, [...model.hops.values()]);
    if (sent.length === 0) {
      report.warningAtKey(path, {
        code: 'idle-outbox',
        message: `nothing in ${witness.name} is on any hop: none leads away from ${witness.systems.join(' or ')}`,
        fix: 'name the systems whose messages stand there, or add the hops that they are on',
      });
    }
    for (const [status, hops] of Map.groupBy(sent, (hop) => hop.status)) {
      if (hops.length < 2 || !tellsOf(witness, status)) continue;
      report.warningAtKey(path, {
        code: 'ambiguous-outbox',
        message: `a message of ${status} in ${witness.name} may be on ${hops.map(({ name }) => name).join(' or ')}, and tells nothing`,
        fix: `say that it tells nothing, as in statuses: { ${status}: null }`,
      });
    }
  }
}

function tellsOf({ statuses }: OutboxWitness, stage: string): boolean {
  return Object.values(statuses).includes(stage) || !Object.hasOwn(statuses, stage);
}

function hopsFrom({ systems }: OutboxWitness, hops: readonly Hop[]): readonly Hop[] {
  return hops.filter(({ from }) => systems.includes(from));
}
