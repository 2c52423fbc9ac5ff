import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadModel } from './model-file.ts';
import { temporaryFolder } from './testing/run-command.ts';

const FIXTURES = join(import.meta.dirname, 'testing/fixtures');

describe('loading the model', () => {
  it('gives the model of a sound file', () => {
    expect(loadModel(join(FIXTURES, 'wide.yaml')).name).toBe('shop');
  });

  it('says what to do where there is no file', () => {
    expect(() => loadModel('/nowhere/orderwatch.yaml')).toThrow(
      'there is no model file /nowhere/orderwatch.yaml: name yours with --model FILE or ORDERWATCH_MODEL',
    );
  });

  it('shows every error of a file that cannot be used, and no warnings', () => {
    const load = () => loadModel(join(FIXTURES, 'broken.yaml'));
    expect(load).toThrow(
      /broken\.yaml:4:11: error: [^\n]*\n[^\n]*:8:47: error: [^\n]*\n[^\n]*:11:30: error: /,
    );
    expect(load).not.toThrow('warning');
  });

  it('does not read what is too large to be a model', () => {
    const file = join(temporaryFolder(), 'orders.csv');
    writeFileSync(file, Buffer.alloc(4 * 1024 * 1024 + 1, '#'));
    expect(() => loadModel(file)).toThrow('larger than 4 MiB');
  });

  it('does not take a folder for a file', () => {
    const folder = join(temporaryFolder(), 'orderwatch.yaml');
    mkdirSync(folder);
    expect(() => loadModel(folder)).toThrow('is no file');
  });
});
