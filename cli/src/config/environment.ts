import type { Environment } from '@orderwatch/sla-watcher';

/** The variables of this process; everything else in this package is handed what it needs. */
export const environment: Environment = process.env;
