import type { SourceNews, TelemetrySource } from '../domain/telemetry-source.ts';
import type { StoreTx } from '../ports.ts';
import { healthOfSources } from '../sources/health-of-sources.ts';
import { hear } from '../sources/hear.ts';
import { settleSource } from '../sources/settle-source.ts';
import type { PipelineDeps } from './deps.ts';

/** A process that ended long ago has nothing more to say; its gaps are kept with the witness. */
const FORGET_AFTER_MS = 86_400_000;

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
  const before = new Map((await deps.store.witnesses()).map(({ health }) => [health.witness, health]));
  await deps.store.transaction(async (tx) => {
    const all = await tx.lockAllSources();
    for (const witness of witnesses) {
      const own = all.filter((source) => source.witness === witness.name);
      if (own.length === 0) continue;
      const settled = own.map((source) => settleSource(source, now, witness.blindAfterMs));
      await tx.saveSources(settled.filter((source, i) => source !== own[i]));
      await tx.saveWitness(
        { health: healthOfSources(witness, settled, before.get(witness.name) ?? null, now), cursor: null },
        null,
      );
      await tx.removeSources(settled.filter((source) => isOver(source, now)));
    }
  });
}

function isOver({ lastBeat, firstAt }: TelemetrySource, now: number): boolean {
  return (lastBeat?.heardAt ?? firstAt) < now - FORGET_AFTER_MS;
}
