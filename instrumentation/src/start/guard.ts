import { diag } from '@opentelemetry/api';

/** Runs our own code inside of the host's: whatever happens to it, the host goes on. */
export function guard<T>(what: string, run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    tell(what, error);
    return undefined;
  }
}

const told = new Set<string>();

/** Once for each place: a fault on a hot path must not flood the host's output. */
function tell(what: string, error: unknown): void {
  if (told.has(what)) return;
  told.add(what);
  try {
    diag.error(`orderwatch: ${what} failed; further failures of it are not told`, error);
  } catch {
    // A logger that throws has nobody to tell.
  }
}
