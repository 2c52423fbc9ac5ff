import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');

/** A page of the repository, as in `docs/cli.md`. */
export function page(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The minimal model of the README, which stands in a list and is indented by its depth. */
export function readmeModel(): string {
  const [, indent = '', text = ''] = /^( *)```yaml model\n([\s\S]*?)^ *```/m.exec(page('README.md')) ?? [];
  return text.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
}

/** The rows of the first table under a heading whose first column has this title, as they are written. */
export function tableUnder(text: string, heading: string, title: string): readonly (readonly string[])[] {
  const section = text.split(/^(?=## )/m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const lines = section.split('\n');
  const from = lines.findIndex((line) => line.startsWith(`| ${title} |`));
  const rows = from < 0 ? [] : lines.slice(from + 2);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  // What stands in code may hold the mark that parts the cells.
  return rows.slice(0, end).map((row) =>
    row
      .slice(1, -1)
      .split(/\|(?=(?:[^`]*`[^`]*`)*[^`]*$)/)
      .map((cell) => cell.trim()),
  );
}

export function unquoted(cell = ''): string {
  return cell.replaceAll('`', '');
}
