import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Attribute, type Group, type Reference, readRegistry } from './registry.ts';

const TEMPLATE = join(import.meta.dirname, 'conventions.template.md');
const PLACE = '<!-- registry -->';

/** `docs/conventions.md`: what is written by hand, with the registry's tables in their place. */
export function renderConventionsPage(): string {
  const template = readFileSync(TEMPLATE, 'utf8');
  if (!template.includes(PLACE)) throw new Error(`${TEMPLATE} has no ${PLACE}`);
  return template.replace(PLACE, readRegistry().map(section).join('\n').trimEnd());
}

function section(group: Group): string {
  const attributes = group.attributes ?? [];
  const rows = attributes.map((attribute) => ('id' in attribute ? definition(attribute) : use(attribute)));
  const head =
    group.type === 'attribute_group'
      ? '| Attribute | Type | Meaning | Examples |\n| --- | --- | --- | --- |'
      : '| Attribute | Required |\n| --- | --- |';
  const note = group.note === undefined ? '' : `${group.note.trim()}\n\n`;
  return `### ${title(group)}\n\n${group.brief}\n\n${note}${head}\n${rows.join('\n')}\n`;
}

function title(group: Group): string {
  switch (group.type) {
    case 'attribute_group':
      return group.display_name ?? group.id;
    case 'event':
      return `Event \`${group.name}\``;
    case 'metric':
      return `Metric \`${group.metric_name}\` (${group.instrument}, \`${group.unit}\`)`;
    case 'span':
      return `Span \`${group.id.replace(/^span\./, '')}\``;
  }
}

function definition({ id, type, brief, note, examples = [] }: Attribute): string {
  const kind = typeof type === 'string' ? type : 'string';
  const members =
    typeof type === 'string' ? [] : type.members.map(({ value, brief: says }) => `\`${value}\`: ${says}`);
  const meaning = [brief, note?.trim(), ...members].filter(Boolean).join(' ');
  const shown = examples.map((example) => `\`${example}\``).join(', ');
  return `| \`${id}\` | ${kind} | ${cell(meaning)} | ${shown} |`;
}

function use({ ref, requirement_level: level }: Reference): string {
  const [condition] = typeof level === 'string' ? [] : Object.values(level);
  return `| \`${ref}\` | ${cell(typeof level === 'string' ? level.replace('_', '-') : `if: ${condition}`)} |`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
}
