import { type Model, type Problem, renderProblem } from '@orderwatch/model';
import { oneLine } from '@orderwatch/sla-watcher';
import { counted } from '../show/plural.ts';
import type { Paint } from '../show/screen.ts';
import type { CheckedFile } from './checked-file.ts';

/** Problems in the order of files and lines, what each sound model says, and a summary. */
export function renderCheck(checked: readonly CheckedFile[], paint: Paint): readonly string[] {
  const problems = checked.flatMap(({ result }) => result.problems);
  return [
    ...problems.map((problem) => paintProblem(problem, paint)),
    ...checked.flatMap(({ file, result }) => (result.ok ? describeModel(file, result.model) : [])),
    renderSummary(checked.length, problems, paint),
  ];
}

function paintProblem(problem: Problem, paint: Paint): string {
  const line = renderProblem(problem);
  return paint(problem.severity === 'error' ? 'red' : 'yellow', line);
}

/** Two lines, by which one sees that the file says what was meant. */
export function describeModel(file: string, model: Model): readonly string[] {
  const { stages, systems, hops, limits, witnesses, channels } = model;
  const said = [
    counted(stages.size, 'stage'),
    counted(systems.size, 'system'),
    counted(hops.size, 'hop'),
    counted(limits.length, 'limit'),
  ].join(', ');
  const eyes = [...witnesses.values()].map(({ name, kind }) => `${name} (${kind})`).join(', ');
  const mouths = [...channels.keys()].join(', ');
  return [
    `${file}: model ${model.name}, version ${model.version}: ${said}`,
    `  witnesses: ${eyes || 'none'}; channels: ${mouths || 'none'}${model.shadow ? '; shadow mode: nobody is told' : ''}`,
  ].map(keepIndent);
}

function renderSummary(files: number, problems: readonly Problem[], paint: Paint): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  const found = `${counted(files, 'file')}: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}`;
  if (errors > 0) return paint('red', found);
  return paint(warnings > 0 ? 'yellow' : 'green', found);
}

function keepIndent(line: string): string {
  return line.startsWith('  ') ? `  ${oneLine(line)}` : oneLine(line);
}
