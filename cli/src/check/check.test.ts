import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readmeModel } from '../testing/docs.ts';
import { orderwatch, temporaryFolder, withoutVersions } from '../testing/run-command.ts';

const WARNED = join(import.meta.dirname, '../testing/fixtures/warned.yaml');

describe('orderwatch check', () => {
  it('says in two lines what a sound model holds', async () => {
    const { code, stdout, stderr } = await orderwatch(['check', 'workshop.yaml']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(withoutVersions(stdout)).toBe(
      'workshop.yaml: model workshop, version <version>: 5 stages, 2 systems, 2 hops, 5 limits\n' +
        '  witnesses: shop-db (database), mes-db (database), events (event); channels: console\n' +
        '1 file: 0 errors, 0 warnings\n',
    );
  });

  it('prints every problem of every file at once, as compilers do', async () => {
    const { code, stdout } = await orderwatch(['check', 'broken.yaml', 'wide.yaml']);
    expect(code).toBe(1);
    expect(stdout.split('\n').map((line) => line.slice(0, 60))).toEqual([
      'broken.yaml:4:11: error: there is no time zone "Europe/Mosko',
      'broken.yaml:8:47: error: no stage is called SHIPED (write SH',
      'broken.yaml:11:30: error: "soon" is not a duration (write 30',
      expect.stringMatching(/^wide\.yaml: model shop, version [0-9a-f]{12}: 4 stages/),
      '  witnesses: orders (file); channels: console',
      '2 files: 3 errors, 0 warnings',
      '',
    ]);
  });

  it('lets warnings pass, and with --strict does not', async () => {
    const [lenient, strict] = await Promise.all([
      orderwatch(['check', WARNED]),
      orderwatch(['check', WARNED, '--strict']),
    ]);
    expect(lenient.code).toBe(0);
    expect(lenient.stdout).toContain('1 file: 0 errors, 1 warning\n');
    expect(strict).toEqual({ ...lenient, code: 1 });
  });

  it('prints JSON for machines', async () => {
    const { code, stdout } = await orderwatch(['check', '--json', 'broken.yaml', 'wide.yaml']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      files: [
        {
          file: 'broken.yaml',
          ok: false,
          problems: [{ line: 4, col: 11 }, { line: 8 }, { line: 11 }],
          model: null,
        },
        { file: 'wide.yaml', ok: true, problems: [], model: { name: 'shop', rules: expect.any(Array) } },
      ],
    });
  });

  it("has nothing to say against README's minimal model", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'orderwatch.yaml'), readmeModel());
    const { code, stdout, stderr } = await orderwatch(['check', '--strict'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(withoutVersions(stdout)).toBe(
      'orderwatch.yaml: model my-shop, version <version>: 4 stages, 1 system, 0 hops, 2 limits\n' +
        '  witnesses: shop-db (database); channels: oncall\n' +
        '1 file: 0 errors, 0 warnings\n',
    );
  });

  it('takes the file that ORDERWATCH_MODEL names, and one that is named before it', async () => {
    const env = { ORDERWATCH_MODEL: 'broken.yaml' };
    const [named, other] = await Promise.all([
      orderwatch(['check'], { env }),
      orderwatch(['check', 'wide.yaml'], { env }),
    ]);
    expect([named.code, other.code]).toEqual([1, 0]);
  });

  it('tells the problems of the other files where one cannot be read', async () => {
    const files = ['nowhere.yaml', 'warned.yaml', 'testing'];
    const [plain, json] = await Promise.all([
      orderwatch(['check', ...files]),
      orderwatch(['check', '--json', ...files]),
    ]);
    expect([plain.code, json.code]).toEqual([2, 2]);
    expect(plain.stdout).toContain('1 file: 0 errors, 1 warning\n');
    expect(plain.stderr).toMatch(/^orderwatch: there is no model file nowhere\.yaml: .*\n.*testing: .*\n$/);
    expect(JSON.parse(json.stdout)).toMatchObject({ ok: false, files: [{ file: 'warned.yaml', ok: true }] });
  });

  it('says what to do in a folder without a model', async () => {
    const { code, stdout, stderr } = await orderwatch(['check'], { cwd: temporaryFolder() });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      'orderwatch: there is no model file orderwatch.yaml: name yours with --model FILE or ORDERWATCH_MODEL\n',
    );
  });
});
