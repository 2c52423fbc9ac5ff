import { ConfigInvalid, StoreUnavailable, VARIABLES, WitnessUnavailable } from '@orderwatch/sla-watcher';
import type { Command, Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from './program.ts';
import { page, tableUnder, unquoted } from './testing/docs.ts';
import { compareWithDocs } from './testing/json-paths.ts';
import { orderwatch } from './testing/run-command.ts';

const DOC = page('docs/cli.md');
const program = createProgram();
const { commands } = program;
const named = (flags: readonly Option[]) =>
  flags.filter(({ hidden }) => !hidden).map((option) => option.flags);
const column = (heading: string, title: string) =>
  tableUnder(DOC, heading, title).map(([first]) => unquoted(first));

/** All that `--help` prints, with what stands behind the options. */
function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (piece) => (text += piece) }).outputHelp();
  return text;
}

function examplesIn(text: string): readonly string[] {
  const block = /^```sh\n([\s\S]*?)^```/m.exec(text)?.[1] ?? '';
  return block.split('\n').filter((line) => line !== '');
}

describe('docs/cli.md', () => {
  it('has a section of each command, and of no other', () => {
    const headings = [...DOC.matchAll(/^## orderwatch (.*)$/gm)].map(([, name]) => name);
    expect(headings).toEqual(commands.map((command) => command.name()));
    const [, listed = ''] = DOC.split('| Command | What for |');
    const names = [
      ...listed
        .split('\n\n', 1)
        .join('')
        .matchAll(/^\| \[`(\w+)`\]/gm),
    ].map(([, name]) => name);
    expect(names).toEqual(headings);
  });

  it.each(commands.map((command) => ({ name: command.name(), command })))(
    'lists the options of $name, and no others',
    ({ name, command }) => {
      expect(column(`## orderwatch ${name}`, 'Option')).toEqual(named(command.options));
    },
  );

  it('lists the options that every command takes', () => {
    const [, rest = ''] = DOC.split('Every command takes these:');
    const listed = [
      ...rest
        .split('\n## ', 1)
        .join('')
        .matchAll(/^\| `([^`]+)` \|/gm),
    ].map(([, flags]) => flags);
    expect([...listed].sort()).toEqual(['-h, --help', ...named(program.options)].sort());
  });

  it('speaks of no option that does not exist', () => {
    const known = new Set([
      '--help',
      ...[program, ...commands].flatMap(({ options }) => options.map((o) => o.long)),
    ]);
    expect((DOC.match(/(?<=[\s`(])--[a-z][a-z-]*/g) ?? []).filter((option) => !known.has(option))).toEqual(
      [],
    );
  });

  it.each(commands.map((command) => ({ name: command.name(), command })))(
    'has the examples of $name that its help has',
    ({ name, command }) => {
      const section = DOC.split(/^(?=## )/m).find((part) => part.startsWith(`## orderwatch ${name}\n`)) ?? '';
      const [, shown = ''] = helpOf(command).split('\nExamples:\n');
      const examples = shown.split('\n\n', 1).join('').split('\n');
      expect(examplesIn(section)).toEqual(examples.map((line) => line.trim()).filter((line) => line !== ''));
    },
  );

  it('lists every variable with its default and meaning, and no others', () => {
    const [first, ...others] = tableUnder(DOC, '## Environment', 'Variable').map((row) => row.map(unquoted));
    expect(first?.slice(0, 2)).toEqual(['ORDERWATCH_MODEL', 'orderwatch.yaml']);
    expect(others.slice(0, -1)).toEqual(VARIABLES);
    expect(others.at(-1)?.[0]).toBe('NO_COLOR');
  });

  it('speaks of no variable that does not exist', () => {
    const names = ['ORDERWATCH_MODEL', ...VARIABLES.map(([name]) => name)];
    const generated = page('generated/services.env').match(/^ORDERWATCH_\w+/gm) ?? [];
    const known = new Set([
      ...[...names, ...generated, 'ORDERWATCH_PLATFORM_TOKEN'],
      ...['ORDERWATCH_TOKEN_FILE', 'ORDERWATCH_STORE_FILE'],
    ]);
    expect((DOC.match(/\bORDERWATCH_\w+/g) ?? []).filter((name) => !known.has(name))).toEqual([]);
  });

  it('explains the code of every error that can end a command', () => {
    const codes = [
      new ConfigInvalid(''),
      new StoreUnavailable(''),
      new WitnessUnavailable('', { retryable: false }),
    ].map(({ code }) => code);
    expect(column('## Errors', 'Code')).toEqual(codes);
  });

  it.each([
    { name: 'check', args: ['warned.yaml'] },
    { name: 'backtest', args: ['wide.csv', '--model', 'wide.yaml'] },
    { name: 'generate', args: ['--model', 'hosts.yaml', '--check'] },
  ])('tells what the JSON of $name holds', async ({ name, args }) => {
    const { stdout } = await orderwatch([name, ...args, '--json']);
    const documented = column(`## orderwatch ${name}`, 'JSON');
    expect(compareWithDocs(JSON.parse(stdout), documented)).toEqual({ undocumented: [], missing: [] });
  });
});
