import { VARIABLES } from '@orderwatch/sla-watcher';
import type { Command } from 'commander';
import { environment } from '../config/environment.ts';
import { modelOption } from '../model-file.ts';
import { runWatch, type WatchFlags } from './run.ts';

const EXAMPLES = `
Examples:
  orderwatch watch --sample
  SHOP_DATABASE_URL=postgres://… orderwatch watch
  orderwatch watch --store postgres://orderwatch@db/orderwatch --port 8484

Exit codes: 0 stopped by SIGINT or SIGTERM, 2 it cannot start. A second signal
stops it at once, with 130.

Environment (a secret X may stand in the file that X_FILE names):
`;

/** `orderwatch watch`: the service itself. */
export function registerWatch(program: Command): void {
  program
    .command('watch')
    .summary('watch the orders, tell people, serve the page')
    .description(
      'Watches the orders: reads the witnesses of the model, judges, tells people, and serves the page, ' +
        'the API and the metrics.',
    )
    .addOption(modelOption())
    .option('--store <url>', 'where state is kept: sqlite:PATH or postgres://… (ORDERWATCH_STORE)')
    .option('--host <address>', 'address to listen on (ORDERWATCH_HOST)')
    .option('-p, --port <port>', 'port to listen on (ORDERWATCH_PORT)')
    .option(
      '--sample',
      'watch recorded traffic instead: four weeks of a real platform with faults, then live',
    )
    .option('--fresh', 'with --sample: begin again')
    .addHelpText('after', ({ command }) => `${EXAMPLES}${variables(command)}`)
    .action((flags: WatchFlags) => runWatch(flags, environment));
}

/** Wrapped to the terminal, as the options above are. */
function variables(command: Command): string {
  const helper = command.createHelp();
  const { getOutHelpWidth } = command.configureOutput();
  helper.prepareContext({ helpWidth: getOutHelpWidth?.() ?? 80 });
  const width = Math.max(...VARIABLES.map(([name]) => name.length));
  return VARIABLES.map(([name, standard, says]) => {
    const otherwise = standard === '' ? '' : ` (default: ${standard})`;
    return helper.formatItem(name, width, `${says}${otherwise}`, helper);
  }).join('\n');
}
