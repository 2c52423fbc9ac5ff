import type { Hop, Model, Witness } from '@orderwatch/model';
import type { EyeOn, MissingEye } from '../../domain/diagnosis.ts';
import type { Gap } from '../../domain/telemetry-source.ts';
import type { HealthByWitness, SystemSight } from '../../domain/witness-health.ts';

/** Whether somebody would have seen all that happened at one point of the way. */
export type Sight =
  | { readonly reason: 'saw'; readonly witness: string /** By its own clock. */; readonly upTo: number }
  /** `died`: what is missing may have gone with a process that was killed. */
  | { readonly reason: 'dark'; readonly missing: MissingEye; readonly died: boolean };

/** A span of time in our clock: all of it must have been seen. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

interface Looking {
  readonly model: Model;
  readonly health: HealthByWitness;
  readonly window: Window;
}

/** Whether the telemetry of a system would have told what it did. */
export function sightOfSystem(system: string, on: EyeOn, looking: Looking): Sight {
  const witnesses = [...looking.model.witnesses.values()].filter(
    (witness) => witness.kind === 'trace' && witness.systems.includes(system),
  );
  return best(
    witnesses.map((witness) => sightOf(witness, on, system, looking)),
    { on, system, witness: null, because: 'no-witness' },
  );
}

/** Whether one witness would have told what a system did. */
export function sightOfWitness(name: string, system: string, on: EyeOn, looking: Looking): Sight {
  const witness = looking.model.witnesses.get(name);
  if (witness !== undefined) return sightOf(witness, on, system, looking);
  return { reason: 'dark', missing: { on, system, witness: null, because: 'no-witness' }, died: false };
}

/** Whether dead letters of the hop's queue would have been seen. */
export function sightOfDeadLetters({ via }: Hop, looking: Looking): Sight {
  const witnesses = [...looking.model.witnesses.values()].filter(({ kind }) => kind === 'dead-letters');
  return best(
    via === 'amqp' ? witnesses.map((witness) => sightOf(witness, 'dead-letters', null, looking)) : [],
    { on: 'dead-letters', system: null, witness: null, because: 'no-witness' },
  );
}

/** Whether a message that waits in the sender's outbox would have been seen there. */
export function sightOfOutbox({ from }: Hop, looking: Looking): Sight {
  const witnesses = [...looking.model.witnesses.values()].filter(
    (witness) => witness.kind === 'outbox' && witness.systems.includes(from),
  );
  return best(
    witnesses.map((witness) => sightOf(witness, 'outbox', from, looking)),
    { on: 'outbox', system: from, witness: null, because: 'no-witness' },
  );
}

function sightOf({ name }: Witness, on: EyeOn, system: string | null, looking: Looking): Sight {
  const { health, window } = looking;
  const told = health.get(name);
  const dark = (because: MissingEye['because'], died = false): Sight => ({
    reason: 'dark',
    missing: { on, system, witness: name, because },
    died,
  });
  if (told === undefined) return dark('unknown');
  const part: SystemSight = (system === null ? undefined : told.bySystem?.[system]) ?? {
    state: told.state,
    watermark: told.watermark,
    gaps: told.gaps ?? [],
  };
  const { watermark, state } = part;
  if (watermark === null) return dark(state === 'blind' ? 'blind' : 'unknown');
  // The witness's times, as our clock would have had them.
  const ours = (at: number) => at - told.skewMs;
  const missed = part.gaps.filter((gap) => meets(gap, window, ours));
  if (missed.length > 0)
    return dark(
      'gap',
      missed.every(({ died }) => died === true),
    );
  if (ours(watermark) <= window.to) return dark(state === 'blind' ? 'blind' : 'behind');
  return { reason: 'saw', witness: name, upTo: watermark };
}

function meets({ from, to }: Gap, window: Window, ours: (at: number) => number): boolean {
  return ours(from) <= window.to && ours(to) >= window.from;
}

/** One that saw; else the one that is least dark. */
function best(sights: readonly Sight[], none: MissingEye): Sight {
  const saw = sights.find(({ reason }) => reason === 'saw');
  return saw ?? sights[0] ?? { reason: 'dark', missing: none, died: false };
}
