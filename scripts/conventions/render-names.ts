import { type Attribute, attributesOf, type Group, readRegistry } from './registry.ts';

const HEAD = `// Generated from model/conventions/registry by npm run generate. Do not edit.

`;

/** The registry's names as constants: services need no YAML for them. */
export function renderNames(): string {
  const groups = readRegistry();
  const attributes = attributesOf(groups);
  return [
    HEAD + attributes.map((attribute) => attributeConstant(attribute)).join('\n'),
    ...attributes.flatMap((attribute) => valueType(attribute)),
    groups.flatMap((group) => signalConstant(group)).join('\n'),
  ].join('\n');
}

function attributeConstant({ id, brief }: Attribute): string {
  return constant('ATTR', id, brief);
}

function valueType({ id, type }: Attribute): string[] {
  if (typeof type === 'string') return [];
  const name = id.split('.').slice(1).map(capital).join('');
  const values = type.members.map(({ value }) => `'${value}'`).join(' | ');
  const docs = type.members.map(({ value, brief }) => ` * - \`${value}\`: ${brief}\n`).join('');
  return [
    `/**\n * Values of \`${id}\`.\n${docs} */\nexport type ${name} =\n  | ${values.replaceAll(' | ', '\n  | ')};\n`,
  ];
}

function signalConstant(group: Group): string[] {
  switch (group.type) {
    case 'attribute_group':
      return [];
    case 'event':
      return [constant('EVENT', group.name ?? group.id, group.brief)];
    case 'metric':
      return [constant('METRIC', group.metric_name ?? group.id, group.brief)];
    case 'span':
      return [constant('SPAN', group.id.replace(/^span\./, ''), group.brief)];
  }
}

function constant(kind: string, name: string, brief: string): string {
  return `/** ${brief} */\nexport const ${kind}_${name.replaceAll(/[.]/g, '_').toUpperCase()} = '${name}';\n`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
