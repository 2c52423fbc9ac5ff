import { readFileSync } from 'node:fs';

export interface User {
  name: string;
  uid: number;
  gid: number;
}

/** Debian's package makes `postgres`; the others are on nearly every system and own nothing. */
const CANDIDATES = ['postgres', 'nobody'];

/**
 * As whom PostgreSQL must run: it refuses to run as root, so then as an unprivileged user of the
 * system. Nothing when we are not root: it then runs as ourselves.
 */
export function findUnprivilegedUser(
  ownUid = process.getuid?.(),
  passwd = () => readFileSync('/etc/passwd', 'utf8'),
): User | undefined {
  if (ownUid !== 0) return undefined;
  const users = passwd()
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
  const user = CANDIDATES.map((name) => users.find((candidate) => candidate.name === name)).find(Boolean);
  if (user === undefined) {
    throw new Error(
      `PostgreSQL refuses to run as root, and /etc/passwd has none of: ${CANDIDATES.join(', ')}`,
    );
  }
  return user;
}
