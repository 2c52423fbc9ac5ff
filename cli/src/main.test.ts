import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { orderwatch } from './testing/run-command.ts';

const OLD_NODE = "Object.defineProperty(process, 'versions', { value: { node: '22.18.0' } })";

describe('the orderwatch command', () => {
  it.each([
    { args: ['--help'], says: 'orderwatch check ' },
    { args: ['backtest', '--help'], says: '\n  orderwatch backtest orders.csv\n' },
    { args: ['help', 'trace'], says: 'Usage: orderwatch trace' },
    { args: ['help'], says: 'orderwatch check ' },
    { args: ['--version'], says: '0.' },
  ])('$args is answered on standard output, with exit code 0', async ({ args, says }) => {
    const { code, stdout, stderr } = await orderwatch(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(says);
  });

  it.each(['check', 'backtest', 'watch', 'trace', 'generate', 'help'])(
    'the help of %s has examples or is short, and fits a terminal of 80 columns',
    async (command) => {
      const { stdout } = await orderwatch([command, '--help']);
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
      expect(stdout.includes('\nExamples:\n') || stdout.split('\n').length < 12).toBe(true);
    },
  );

  it.each([
    { what: 'nothing at all', args: [], says: 'Usage: orderwatch' },
    { what: 'an unknown command', args: ['chek'], says: "unknown command 'chek'\n(Did you mean check?)" },
    { what: 'a missing argument', args: ['trace'], says: "orderwatch: missing required argument 'order'" },
    { what: 'an unknown option', args: ['check', '--josn'], says: '(Did you mean --json?)' },
    { what: 'help of an unknown command', args: ['help', 'chek'], says: 'write one of check, backtest' },
  ])('$what is misuse, with exit code 2', async ({ args, says }) => {
    const { code, stdout, stderr } = await orderwatch(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(says);
  });

  it('refuses an older Node in words that say what to do', async () => {
    const { code, stderr } = await orderwatch(['check'], {
      nodeOptions: ['--import', `data:text/javascript,${encodeURIComponent(OLD_NODE)}`],
    });
    expect(code).toBe(2);
    expect(stderr).toBe(
      'orderwatch needs Node 24 or newer, and this is Node 22.18.0.\n' +
        'Inside the project, npm exec -- orderwatch runs it on the right one.\n',
    );
  });

  it('is quiet when its reader has seen enough', async () => {
    const main = join(import.meta.dirname, 'main.ts');
    const child = spawn(
      process.execPath,
      [main, 'check', '--json', ...Array<string>(300).fill('wide.yaml')],
      {
        cwd: join(import.meta.dirname, 'testing/fixtures'),
      },
    );
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.stdout.once('data', () => child.stdout.destroy());
    const [code] = await once(child, 'close');
    expect({ code, said }).toEqual({ code: 0, said: '' });
  });

  it('is ended by Ctrl-C while it works, which a shell shows as 130, and leaves no stack behind', async () => {
    // A store that takes the connection and never answers.
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const store = `postgres://me@127.0.0.1:${port}/orders`;
    const args = [join(import.meta.dirname, 'main.ts'), 'trace', '42', '--store', store];
    const child = spawn(process.execPath, args, { cwd: join(import.meta.dirname, '../..') });
    onTestFinished(() => void child.kill('SIGKILL'));
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    const [connection] = await once(server, 'connection');
    onTestFinished(() => void connection.destroy());
    connection.on('error', () => {});
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([null, 'SIGINT']);
    expect(said).toBe('');
  });
});
