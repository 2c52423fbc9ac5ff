import type { Model, ParseResult } from '@orderwatch/model';

export interface CheckedFile {
  readonly file: string;
  readonly result: ParseResult;
}

export function failsCheck(checked: readonly CheckedFile[], strict: boolean): boolean {
  return checked.some(({ result }) => !result.ok || (strict && result.problems.length > 0));
}

/** What `check --json` prints. `incomplete`: a file could not be read, which is told elsewhere. */
export function checkJson(checked: readonly CheckedFile[], strict: boolean, incomplete: boolean): object {
  return {
    ok: !incomplete && !failsCheck(checked, strict),
    files: checked.map(({ file, result }) => ({
      file,
      ok: result.ok,
      problems: result.problems,
      model: result.ok ? modelJson(result.model) : null,
    })),
  };
}

function modelJson(model: Model): object {
  return {
    name: model.name,
    version: model.version,
    stages: [...model.stages.keys()],
    hops: [...model.hops.keys()],
    rules: model.limits.map(({ rule }) => rule),
    witnesses: [...model.witnesses.values()].map(({ name, kind }) => ({ name, kind })),
  };
}
