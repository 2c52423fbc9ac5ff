import type { Block } from './blocks.ts';

/** What a message says, as it was sent. */
export interface Content {
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly parse: 'none' | 'full' | null;
  readonly linkNames: boolean;
}
