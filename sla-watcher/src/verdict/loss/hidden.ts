import type { Model, ProbeWitness, Stage } from '@orderwatch/model';
import type { MissingEye } from '../../domain/diagnosis.ts';
import type { Course } from '../../domain/journey.ts';
import type { HealthByWitness } from '../../domain/witness-health.ts';
import { excluded, type Opinion, possible, seenBy } from '../way/evidence.ts';

/**
 * The row is there, and the list that people work with does not show it: for them it is lost.
 *
 * Needs: the list, read as they see it. What it does not show is a contradiction of its own
 * (contradiction/hidden-from.ts); here it is only asked whether it can be excluded.
 * Against it: the list shows the order at that stage.
 */
export function hidden(course: Course, stage: Stage, model: Model, health: HealthByWitness): Opinion | null {
  const movers = stage.next.map((name) => model.stages.get(name)?.system);
  const probe = [...model.witnesses.values()].find(
    (one): one is ProbeWitness =>
      one.kind === 'probe' &&
      one.stages.includes(stage.name) &&
      one.systems.some((system) => movers.includes(system)),
  );
  if (probe === undefined) return null;
  const told = health.get(probe.name);
  // A list that nobody has ever read says nothing of any order.
  if (told === undefined) return null;
  const shown = course.side.findLast(({ witness }) => witness === probe.name);
  const isShut = told.state !== 'healthy';
  if (!isShut && shown?.kind === 'listed' && shown.stage === stage.name)
    return excluded(seenBy(probe.name, 'listed', shown.at, stage.name));
  const missing: MissingEye = {
    on: 'list',
    system: probe.systems[0] ?? null,
    witness: probe.name,
    because: isShut ? 'blind' : 'behind',
  };
  return possible([], [missing]);
}
