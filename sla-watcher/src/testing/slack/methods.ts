import { type Block, checkBlocks } from './blocks.ts';
import type { Content } from './content.ts';
import { renderMessage } from './mrkdwn.ts';
import { type Conversation, post, type Workspace } from './workspace.ts';

export type MethodAnswer =
  | { readonly ok: true; readonly channel: string; readonly ts: string }
  | { readonly ok: false; readonly error: string; readonly at?: string };

/** The arguments of a call, as text; JSON bodies and forms come to the same. */
export type Arguments = ReadonlyMap<string, string>;

interface Method {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly run: (conversation: Conversation, args: Arguments, at: number) => MethodAnswer;
}

const CONTENT = ['text', 'blocks', 'parse', 'link_names'];

/** The methods that the watcher may call, with every argument that they take from it. */
export const METHODS: ReadonlyMap<string, Method> = new Map([
  [
    'chat.postMessage',
    {
      required: ['channel'],
      optional: [...CONTENT, 'mrkdwn', 'unfurl_links', 'unfurl_media'],
      run: postMessage,
    },
  ],
  ['chat.update', { required: ['channel', 'ts'], optional: CONTENT, run: update }],
]);

export function call(name: string, args: Arguments, workspace: Workspace, at: number): MethodAnswer {
  const method = METHODS.get(name);
  if (method === undefined) return { ok: false, error: 'unknown_method' };
  const known = [...method.required, ...method.optional];
  const unknown = [...args.keys()].find((key) => !known.includes(key));
  if (unknown !== undefined) return { ok: false, error: 'invalid_arg_name', at: unknown };
  const missing = method.required.find((key) => !args.get(key));
  if (missing !== undefined) return { ok: false, error: 'invalid_arguments', at: missing };
  const conversation = workspace.conversations.get(args.get('channel') ?? '');
  if (conversation === undefined) return { ok: false, error: 'channel_not_found' };
  if (conversation.state === 'archived') return { ok: false, error: 'is_archived' };
  if (conversation.state === 'not-joined') return { ok: false, error: 'not_in_channel' };
  return method.run(conversation, args, at);
}

function postMessage(conversation: Conversation, args: Arguments, at: number): MethodAnswer {
  const read = readContent(args);
  if (!read.ok) return read;
  return { ok: true, channel: conversation.id, ts: post(conversation, read.content, at) };
}

function update(conversation: Conversation, args: Arguments, at: number): MethodAnswer {
  const read = readContent(args);
  if (!read.ok) return read;
  const message = conversation.messages.get(args.get('ts') ?? '');
  if (message === undefined) return { ok: false, error: 'message_not_found' };
  if (conversation.editsClosed) return { ok: false, error: 'edit_window_closed' };
  message.revisions.push({ at, content: read.content, rendered: renderMessage(read.content) });
  return { ok: true, channel: conversation.id, ts: message.ts };
}

type ContentRead = { readonly ok: true; readonly content: Content } | Extract<MethodAnswer, { ok: false }>;

function readContent(args: Arguments): ContentRead {
  const text = args.get('text') ?? '';
  const json = args.get('blocks');
  let blocks: readonly Block[] = [];
  if (json !== undefined) {
    const check = checkBlocks(json);
    if (check.reason !== 'valid') return { ok: false, error: check.reason, at: check.at };
    blocks = check.blocks;
  }
  if (text === '' && blocks.length === 0) return { ok: false, error: 'no_text' };
  if (text.length > 40_000) return { ok: false, error: 'msg_too_long' };
  const parse = args.get('parse') ?? null;
  if (parse !== null && parse !== 'none' && parse !== 'full') {
    return { ok: false, error: 'invalid_arguments', at: 'parse' };
  }
  for (const flag of ['link_names', 'mrkdwn', 'unfurl_links', 'unfurl_media']) {
    const value = args.get(flag);
    if (value !== undefined && value !== 'true' && value !== 'false') {
      return { ok: false, error: 'invalid_arguments', at: flag };
    }
  }
  return { ok: true, content: { text, blocks, parse, linkNames: args.get('link_names') === 'true' } };
}
