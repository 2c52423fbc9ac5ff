import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readmeModel } from '../testing/docs.ts';
import { orderwatch, temporaryFolder } from '../testing/run-command.ts';

const MODEL = ['--model', 'hosts.yaml'];
const generate = (out: string, ...args: readonly string[]) =>
  orderwatch(['generate', ...MODEL, '--out', out, ...args]);

describe('orderwatch generate', () => {
  it('writes the environment of the services, and leaves what is right as it is', async () => {
    const out = join(temporaryFolder(), 'deploy/orders');
    const file = join(out, 'services.env');
    const first = await generate(out);
    expect(first).toMatchObject({ code: 0, stdout: `${file} written\n1 file: 1 written, 0 as they were\n` });
    const { mtimeMs } = statSync(file);
    const second = await generate(out);
    expect(second).toMatchObject({ code: 0, stdout: '1 file: 0 written, 1 as they were\n' });
    expect(statSync(file).mtimeMs).toBe(mtimeMs);
  });

  it('writes into the folder generated unless told otherwise', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'orderwatch.yaml'), readmeModel());
    const { code, stdout, stderr } = await orderwatch(['generate'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('generated/services.env written\n');
    expect(existsSync(join(cwd, 'generated/services.env'))).toBe(true);
  });

  it('tells the services what the model says, to the byte', async () => {
    const out = temporaryFolder();
    await generate(out);
    const text = readFileSync(join(out, 'services.env'), 'utf8');
    await expect(text).toMatchFileSnapshot('../testing/golden/services.env');
  });

  it('names on standard error what cannot ride', async () => {
    const { code, stderr } = await generate(temporaryFolder());
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'orderwatch: attributes that cannot ride by their names: status, размер\n',
    });
  });

  it('does not overwrite a file that somebody else wrote, nor lets it pass', async () => {
    const out = temporaryFolder();
    const file = join(out, 'services.env');
    writeFileSync(file, 'PASSWORD=secret\n');
    const [written, checked] = [await generate(out), await generate(out, '--check')];
    expect(written).toMatchObject({ code: 2, stdout: '' });
    expect(written.stderr).toBe(
      `orderwatch: ${file} was not generated: move it away, or name another folder with --out\n`,
    );
    expect(readFileSync(file, 'utf8')).toBe('PASSWORD=secret\n');
    expect(checked.code).toBe(1);
    expect(checked.stdout).toContain(`${file}:1 was not generated`);
  });

  it('is misuse where the folder is a file, or the model has an error', async () => {
    const file = join(temporaryFolder(), 'generated');
    writeFileSync(file, '');
    const [blocked, broken] = [
      await generate(file),
      await orderwatch(['generate', '--model', 'broken.yaml', '--out', temporaryFolder()]),
    ];
    expect([blocked.code, broken.code]).toEqual([2, 2]);
    expect(blocked.stderr).toContain('services.env cannot be read (ENOTDIR): name a folder with --out');
    expect(broken.stderr).toContain('the model cannot be used');
  });
});

describe('orderwatch generate --check', () => {
  it('passes what the model gives, and writes nothing', async () => {
    const out = temporaryFolder();
    await generate(out);
    const { code, stdout } = await generate(out, '--check');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '1 file compared: 0 not as the model gives them\n' });
  });

  it('says which file is missing', async () => {
    const out = join(temporaryFolder(), 'generated');
    const { code, stdout } = await generate(out, '--check');
    expect(code).toBe(1);
    expect(stdout).toBe(
      `${join(out, 'services.env')}:1 is missing\n1 file compared: 1 not as the model gives them\n`,
    );
    expect(existsSync(out)).toBe(false);
  });

  it('says which file differs, and from which line on', async () => {
    const out = temporaryFolder();
    const file = join(out, 'services.env');
    await generate(out);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('OTEL_PROPAGATORS=tracecontext,baggage', 'OTEL_PROPAGATORS=b3'));
    const [plain, json] = [await generate(out, '--check'), await generate(out, '--check', '--json')];
    const line = text.split('\n').indexOf('OTEL_PROPAGATORS=tracecontext,baggage') + 1;
    expect([plain.code, json.code]).toEqual([1, 1]);
    expect(plain.stdout).toContain(`${file}:${line} is not what the model gives\n`);
    expect(JSON.parse(json.stdout)).toMatchObject({
      ok: false,
      model: { name: 'jewellery' },
      files: [{ file, found: 'different', line, written: false }],
    });
    mkdirSync(join(out, 'beside'));
    expect(await generate(out)).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});
