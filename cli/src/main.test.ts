import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { orderwatch } from './testing/run-command.ts';

const OLD_NODE = "Object.defineProperty(process, 'versions', { value: { node: '22.18.0' } })";

describe('the orderwatch command', () => {
  it.each([
    { args: ['--help'], says: 'orderwatch check ' },
    { args: ['backtest', '--help'], says: 'Examples:\n  orderwatch backtest' },
    { args: ['help', 'trace'], says: 'Usage: orderwatch trace' },
    { args: ['--version'], says: '0.' },
  ])('$args is answered on standard output, with exit code 0', async ({ args, says }) => {
    const { code, stdout, stderr } = await orderwatch(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(says);
  });

  it.each([
    { what: 'nothing at all', args: [], says: 'Usage: orderwatch' },
    { what: 'an unknown command', args: ['chek'], says: "unknown command 'chek'\n(Did you mean check?)" },
    { what: 'a missing argument', args: ['trace'], says: "missing required argument 'order'" },
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
});
