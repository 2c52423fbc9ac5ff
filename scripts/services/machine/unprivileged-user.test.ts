import { describe, expect, it } from 'vitest';
import { findUnprivilegedUser } from './unprivileged-user.ts';

const PASSWD = [
  'root:x:0:0:root:/:/bin/sh',
  'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin',
  'postgres:x:103:105:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash',
].join('\n');

describe('the user PostgreSQL runs as', () => {
  it('is ourselves when we are not root', () => {
    expect(findUnprivilegedUser(1000, () => PASSWD)).toBeUndefined();
  });

  it('is the postgres user when we are root', () => {
    expect(findUnprivilegedUser(0, () => PASSWD)).toEqual({ name: 'postgres', uid: 103, gid: 105 });
  });

  it('is nobody when we are root and there is no postgres user', () => {
    const passwd = PASSWD.replace('postgres:', 'someone:');
    expect(findUnprivilegedUser(0, () => passwd)?.name).toBe('nobody');
  });

  it('is an error when we are root and there is neither', () => {
    expect(() => findUnprivilegedUser(0, () => 'root:x:0:0::/:/bin/sh')).toThrow('postgres, nobody');
  });
});
