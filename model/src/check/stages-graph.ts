import { reachable } from '../build/orders.ts';
import type { Stage } from '../model.ts';
import type { CheckContext } from './context.ts';

/** Orders must be able to begin, to go on and to end. */
export function checkStagesGraph(context: CheckContext): void {
  const { draft, model, report } = context;
  if (draft.stages.declared.length === 0) {
    if (!report.isSound(['stages'])) return;
    report.errorAtKey(['stages'], {
      code: 'no-stages',
      message: 'the model has no stages',
      fix: 'list them: stages: [CREATED, PAID, SHIPPED]',
    });
    return;
  }
  for (const stage of model.stages.values()) checkStage(context, stage);
  // With a stage that could not be read the way has a gap that is nobody's fault.
  if (draft.stages.entries.size < draft.stages.declared.length) return;
  const stages = [...model.stages.values()];
  if (!stages.some((stage) => stage.start)) {
    report.errorAtKey(['stages'], {
      code: 'no-start',
      message: 'no order can begin: no stage is a start',
      fix: 'write start: true at the first',
    });
  }
  if (!stages.some((stage) => stage.end !== null)) {
    report.errorAtKey(['stages'], {
      code: 'no-end',
      message: 'no order can end: no stage is an end',
      fix: 'write end: success at the last',
    });
  }
  if (report.isSound(['stages'])) checkWays(context, stages);
}

function checkStage({ draft, model, report }: CheckContext, stage: Stage): void {
  const path = ['stages', stage.name];
  if (stage.system === '' && report.isSound([...path, 'system'])) {
    const fix = `add system: ${[...model.systems.keys()].join(' or ')}`;
    report.errorAtKey(path, { code: 'missing-key', message: `${stage.name} does not say its system`, fix });
  }
  if (stage.compensates === stage.name) {
    report.error([...path, 'compensates'], {
      code: 'undoes-itself',
      message: `${stage.name} undoes itself`,
      fix: 'name the stage that it undoes',
    });
  }
  const goesOn = stage.next.length > 0 || stage.end !== null || !report.isSound([...path, 'next']);
  // From an off-way step, a stage that may follow any can be the only way on.
  const offWay = stage.afterAny || stage.compensates !== null;
  const leftByAny = [...model.stages.values()].some((other) => other.afterAny && other.name !== stage.name);
  if (goesOn || (offWay && leftByAny) || !report.isSound([...path, 'end'])) return;
  const written = draft.stages.entries.get(stage.name)?.next;
  report.errorAtKey(path, {
    code: 'dead-end',
    message: `orders that reach ${stage.name} can neither go on nor end`,
    fix: written ? 'name what may follow, or write end: success' : 'add next: [STAGE], or end: success',
  });
}

function checkWays({ model, report }: CheckContext, stages: readonly Stage[]): void {
  const starts = stages.filter((stage) => stage.start || stage.afterAny);
  const seen = new Set(starts.flatMap(({ name }) => [...reachable(model.stages, name)]));
  const mayLeave = stages.some((stage) => stage.afterAny && endsSomewhere(model.stages, stage.name));
  for (const { name } of stages) {
    if (!seen.has(name)) {
      report.warningAtKey(['stages', name], {
        code: 'unreachable-stage',
        message: `no order can reach ${name}: nothing leads to it`,
        fix: `add it to the next of a stage, or write after: any or start: true`,
      });
    } else if (!mayLeave && !endsSomewhere(model.stages, name)) {
      report.warningAtKey(['stages', name], {
        code: 'no-way-out',
        message: `orders that reach ${name} can never end`,
        fix: 'let next lead to an end',
      });
    }
  }
}

function endsSomewhere(stages: ReadonlyMap<string, Stage>, from: string): boolean {
  return [...reachable(stages, from)].some((name) => stages.get(name)?.end !== null);
}
