import type { Content } from './content.ts';
import { type Rendered, renderMessage } from './mrkdwn.ts';

/** What the vendor keeps: tokens, conversations and the messages in them. */
export interface Workspace {
  readonly tokens: Map<string, 'valid' | 'revoked'>;
  readonly conversations: Map<string, Conversation>;
}

export interface Conversation {
  readonly id: string;
  state: 'joined' | 'archived' | 'not-joined';
  /** Messages may be changed no more. */
  editsClosed: boolean;
  readonly messages: Map<string, PostedMessage>;
}

export interface PostedMessage {
  readonly ts: string;
  /** The first is the post, the rest are updates. */
  readonly revisions: Revision[];
}

export interface Revision {
  readonly at: number;
  readonly content: Content;
  readonly rendered: Rendered;
}

export function createConversation(id: string): Conversation {
  return { id, state: 'joined', editsClosed: false, messages: new Map() };
}

/** Posts, and returns the new message's ts: seconds and a counter, unique in the conversation. */
export function post(conversation: Conversation, content: Content, at: number): string {
  const seconds = Math.floor(at / 1000);
  let counter = 100;
  const tsOf = () => `${seconds}.${String(counter).padStart(6, '0')}`;
  while (conversation.messages.has(tsOf())) counter++;
  const revision = { at, content, rendered: renderMessage(content) };
  conversation.messages.set(tsOf(), { ts: tsOf(), revisions: [revision] });
  return tsOf();
}
