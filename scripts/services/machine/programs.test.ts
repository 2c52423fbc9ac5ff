import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findPostgresFolder, findProgram } from './programs.ts';

let root: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'programs-')));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

/** A folder below the root with executables of these names. */
function folderWith(folder: string, ...programs: string[]): string {
  const path = join(root, folder);
  mkdirSync(path, { recursive: true });
  for (const program of programs) {
    writeFileSync(join(path, program), '');
    chmodSync(join(path, program), 0o755);
  }
  return path;
}

const SERVER = ['postgres', 'initdb', 'pg_basebackup'];
const patterns = () => [join(root, 'postgresql/*/bin')];

describe('finding a program', () => {
  it('prefers an earlier name over an earlier folder', () => {
    const path = [folderWith('first', 'google-chrome'), folderWith('second', 'chromium')].join(':');
    expect(findProgram(['chromium', 'google-chrome'], path)).toBe(join(root, 'second/chromium'));
  });

  it('passes over a folder and a file that cannot be executed', () => {
    mkdirSync(join(root, 'first/chromium'), { recursive: true });
    writeFileSync(join(folderWith('second'), 'chromium'), '', { mode: 0o644 });
    expect(findProgram(['chromium'], `${root}/first:${root}/second`)).toBeUndefined();
  });
});

describe('finding the PostgreSQL server programs', () => {
  it('takes the newest version when none is on PATH', () => {
    folderWith('postgresql/9/bin', ...SERVER);
    folderWith('postgresql/15/bin', ...SERVER);
    expect(findPostgresFolder('', patterns())).toBe(join(root, 'postgresql/15/bin'));
  });

  it('lets PATH choose an older version, through a link', () => {
    folderWith('postgresql/16/bin', ...SERVER);
    const older = folderWith('postgresql/15/bin', ...SERVER);
    symlinkSync(join(older, 'postgres'), join(folderWith('links'), 'postgres'));
    expect(findPostgresFolder(join(root, 'links'), patterns())).toBe(older);
  });

  it('passes over an installation that has only the client', () => {
    folderWith('postgresql/16/bin', 'psql', 'pg_basebackup');
    expect(findPostgresFolder('', patterns())).toBeUndefined();
  });
});
