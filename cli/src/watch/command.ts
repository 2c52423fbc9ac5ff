import { type Command, Option } from 'commander';
import { VARIABLES } from '@orderwatch/sla-watcher';
import { environment } from '../config/environment.ts';
import { runWatch, type WatchFlags } from './run.ts';

/** `orderwatch watch`: the service itself. */
export function registerWatch(program: Command): void {
  program
    .command('watch')
    .description('watch the orders: read the witnesses, judge, tell people, serve the page')
    .addOption(
      new Option('-m, --model <file>', 'the model file').env('ORDERWATCH_MODEL').default('orderwatch.yaml'),
    )
    .option('--store <url>', 'where state is kept: sqlite:PATH or postgres://… (ORDERWATCH_STORE)')
    .option('--host <address>', 'address to listen on (ORDERWATCH_HOST)')
    .option('-p, --port <port>', 'port to listen on (ORDERWATCH_PORT)')
    .option('--sample', 'watch sample traffic instead: the last four weeks of a made-up platform, then live')
    .option('--fresh', 'with --sample: begin again')
    .addHelpText('after', helpText())
    .action((flags: WatchFlags) => runWatch(flags, environment));
}

function helpText(): string {
  const width = Math.max(...VARIABLES.map(([name]) => name.length));
  const lines = VARIABLES.map(([name, standard, says]) => {
    const otherwise = standard === '' ? '' : ` [${standard}]`;
    return `  ${name.padEnd(width)}  ${says}${otherwise}`;
  });
  return `
Examples:
  orderwatch watch --sample
  SHOP_DATABASE_URL=postgres://… MES_DATABASE_URL=postgres://… orderwatch watch
  orderwatch watch --store postgres://orderwatch@db/orderwatch --port 8484

Environment (a secret X may stand in the file that X_FILE names):
${lines.join('\n')}`;
}
