import type { Command } from 'commander';
import { Misuse } from './failure.ts';

/** `orderwatch help COMMAND`. Commander's own prints everything where the command is unknown. */
export function registerHelp(program: Command): void {
  program
    .command('help')
    .summary('print the help of a command')
    .description('Prints the help of a command, as --help behind it does.')
    .argument('[command]', 'the command')
    .action((name?: string) => {
      const named = program.commands.find((command) => command.name() === name);
      if (named !== undefined) return named.help();
      if (name === undefined) return program.help();
      const names = program.commands.map((command) => command.name()).filter((known) => known !== 'help');
      throw new Misuse(`there is no command ${name}: write one of ${names.join(', ')}`);
    });
}
