import type { TellReason } from './notice.ts';

/**
 * One message to one channel, from intent to acceptance. There is one row per (subject, channel); it
 * holds the newest revision wanted and the newest accepted, so that what piles up while a channel is
 * down becomes one message.
 */
export interface Delivery {
  /** As `postSubject` has it, or `digest:2026-11-21`. */
  readonly subject: string;
  readonly channel: string;
  readonly wanted: number;
  readonly accepted: number;
  readonly message: Message;
  /** Where the channel keeps the message, once it has one (Slack: `channel` and `ts`). */
  readonly ref: MessageRef | null;
  /** Grows with each claim; only its holder may settle. */
  readonly lease: number;
  readonly attempts: number;
  /** An attempt began whose end nobody recorded: the next post may be a repeat, and says so. */
  readonly inDoubt: boolean;
}

export interface MessageRef {
  readonly channel: string;
  readonly id: string;
}

/** Of an incident: its id, `id:2` for its second post, and so on. */
export function postSubject(incident: string, post: number): string {
  return post <= 1 ? incident : `${incident}:${post}`;
}

/** What is said, before any channel's markup. All texts are plain; adapters escape. */
export interface Message {
  /** `continued`: the last word of a message that was posted anew, said only where it stands already. */
  readonly kind: 'open' | 'update' | 'resolved' | 'digest' | 'continued';
  /** Why it is told now; absent: a digest, or an earlier program wrote it. */
  readonly reason?: TellReason;
  readonly severity: 'page' | 'digest';
  /** One line: what is wrong, where, how many. */
  readonly title: string;
  /** Facts as label and value, in the order to be read. */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** One line an order. */
  readonly lines: readonly { readonly order: string; readonly text: string }[];
  /** How many orders are not in `lines`. */
  readonly more: number;
  /** Relative to the watcher's own address. */
  readonly path: string | null;
  readonly possibleRepeat: boolean;
}

/** What came of one attempt. Instants are wall time, epoch milliseconds. */
export type DeliveryOutcome =
  | { readonly reason: 'accepted'; readonly ref: MessageRef | null; readonly revision: number }
  | {
      readonly reason: 'retry';
      readonly error: DeliveryError;
      readonly retryAt: number;
      /** The channel may have taken it all the same; becomes the delivery's `inDoubt`. */
      readonly inDoubt: boolean;
    }
  /** The message we meant to update is gone: post anew. */
  | { readonly reason: 'post-anew'; readonly error: DeliveryError }
  | { readonly reason: 'failed'; readonly error: DeliveryError };

export const DELIVERY_ERRORS = [
  'rate-limited',
  'unreachable',
  'timeout',
  'server-error',
  'not-authorised',
  'channel-gone',
  'message-refused',
  'message-gone',
  'exhausted',
] as const;
export type DeliveryError = (typeof DELIVERY_ERRORS)[number];
