import type { WatcherOptions } from '@orderwatch/sla-watcher';

/** What differs between watching for real and watching the sample. */
export type WatchOptions = Omit<WatcherOptions, 'listen' | 'retentionMs' | 'log' | 'version'>;
