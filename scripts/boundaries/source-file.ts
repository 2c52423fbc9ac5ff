/** A file as the checker sees it; `path` is from the root of the repository, with slashes. */
export interface SourceFile {
  path: string;
  source: string;
}

/** What is wrong, and where, in the form that editors make a link of: `path:line message`. */
export interface Violation {
  path: string;
  line: number;
  message: string;
}

export function renderViolation({ path, line, message }: Violation): string {
  return `${path}:${line} ${message}`;
}
