import type { SourceNews } from '../domain/telemetry-source.ts';
import type { StoreTx } from '../ports.ts';
import { healthOfSources } from '../sources/health-of-sources.ts';
import { hear } from '../sources/hear.ts';
import { settleSources } from '../sources/settle-sources.ts';
import { forgettable } from '../sources/succession.ts';
import type { PipelineDeps } from './deps.ts';

/** Notes, in the transaction that makes the spans durable, which of their numbers have arrived. */
export async function hearSources(tx: StoreTx, news: readonly SourceNews[], now: number): Promise<void> {
  if (news.length === 0) return;
  const known = await tx.lockSources(news);
  await tx.saveSources(news.map((one, i) => hear(known[i] ?? null, one, now)));
}

/** Judges how far each trace witness has seen, by the processes that it hears. */
export async function surveySources(deps: PipelineDeps): Promise<void> {
  const witnesses = [...deps.model.witnesses.values()].filter((witness) => witness.kind === 'trace');
  if (witnesses.length === 0) return;
  const now = deps.clock.now();
  await deps.store.transaction(async (tx) => {
    const all = await tx.lockAllSources();
    // Read under the lock: another replica's survey is either committed or still to come.
    const before = new Map((await deps.store.witnesses()).map((stored) => [stored.health.witness, stored]));
    for (const witness of witnesses) {
      const own = all.filter((source) => source.witness === witness.name);
      const stored = before.get(witness.name);
      // A witness with a position is read by somebody who knows how far it has seen: a recording.
      if (own.length === 0 || (stored !== undefined && stored.cursor !== null)) continue;
      const settled = settleSources(own, now, witness.blindAfterMs);
      const health = healthOfSources(witness, settled, stored?.health ?? null, now);
      await tx.saveSources(settled.filter((source, i) => source !== own[i]));
      await tx.saveWitness({ health, cursor: null }, null);
      await tx.removeSources(forgettable(settled, now));
    }
  });
}
