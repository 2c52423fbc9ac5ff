import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFaults, type Faults } from './faults.ts';
import { call } from './methods.ts';
import { createRateLimit, type Rate } from './rate.ts';
import { fail, nameOf, nameOfFault, reply, type Served } from './replies.ts';
import { readRequest, type SlackRequest } from './request.ts';
import { type Conversation, createConversation, type Revision, type Workspace } from './workspace.ts';

/** A call that came, and how it was answered: `ok`, the vendor's error, `HTTP 429`, `hang`, `reset`. */
export interface Heard {
  readonly at: number;
  readonly method: string;
  readonly conversation: string | null;
  readonly answer: string;
  /** It was carried out, whatever was answered. */
  readonly taken: boolean;
}

/** A strict stand-in for Slack's Web API on loopback. Its time is the given clock's. */
export interface FakeSlack {
  /** For `slackApiUrl`. */
  readonly url: string;
  readonly faults: Faults;
  readonly heard: readonly Heard[];
  /** Resolves when `count` calls have come in all. */
  whenHeard(count: number): Promise<void>;
  conversation(id: string): Conversation;
  /** The newest revision of each message in a conversation. */
  shown(conversation: string): readonly Revision[];
  revokeToken(token: string): void;
  close(): Promise<void>;
}

export interface FakeSlackOptions {
  readonly clock: { wall(): number };
  readonly tokens: readonly string[];
  readonly conversations: readonly string[];
  readonly postRate?: Rate;
  readonly updateRate?: Rate;
}

const POST_RATE: Rate = { perSecond: 1, burst: 3 };
/** The vendor's tier 3. */
const UPDATE_RATE: Rate = { perSecond: 50 / 60, burst: 20 };

export async function startFakeSlack(options: FakeSlackOptions): Promise<FakeSlack> {
  const workspace: Workspace = {
    tokens: new Map(options.tokens.map((token) => [token, 'valid'])),
    conversations: new Map(options.conversations.map((id) => [id, createConversation(id)])),
  };
  const faults = createFaults();
  const heard: Heard[] = [];
  const waiting = new Set<{ readonly count: number; readonly resolve: () => void }>();
  const record = (one: Heard) => {
    heard.push(one);
    for (const wait of waiting) if (heard.length >= wait.count) wait.resolve();
  };
  const answer = createAnswerer(options, workspace, faults, record);
  const server = createServer((incoming, response) => void answer(incoming, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const conversation = (id: string): Conversation => {
    const found = workspace.conversations.get(id);
    if (found === undefined) throw new Error(`no conversation ${id}`);
    return found;
  };
  return {
    url: `http://127.0.0.1:${port}/api/`,
    faults,
    heard,
    conversation,
    shown: (id) => [...conversation(id).messages.values()].map(({ revisions }) => revisions.at(-1)!),
    revokeToken: (token) => void workspace.tokens.set(token, 'revoked'),
    whenHeard: (count) =>
      new Promise((resolve) => {
        if (heard.length >= count) resolve();
        else waiting.add({ count, resolve });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function createAnswerer(
  { clock, postRate = POST_RATE, updateRate = UPDATE_RATE }: FakeSlackOptions,
  workspace: Workspace,
  faults: Faults,
  record: (heard: Heard) => void,
) {
  const limits = new Map([
    ['chat.postMessage', createRateLimit(postRate)],
    ['chat.update', createRateLimit(updateRate)],
  ]);

  /** Carries the call out as the vendor would without any fault. */
  function serve(request: SlackRequest, at: number): Served {
    const token = request.token === null ? undefined : workspace.tokens.get(request.token);
    if (request.token === null) return { ok: false, error: 'not_authed' };
    if (token === undefined) return { ok: false, error: 'invalid_auth' };
    if (token === 'revoked') return { ok: false, error: 'token_revoked' };
    const afterSeconds = limits.get(request.method)?.(request.args.get('channel') ?? '', at) ?? null;
    return afterSeconds === null ? call(request.method, request.args, workspace, at) : { afterSeconds };
  }

  return async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const read = await readRequest(incoming);
    const at = clock.wall();
    if (read.reason !== 'read') {
      record({ at, method: '', conversation: null, answer: read.reason, taken: false });
      reply(response, { ok: false, error: read.reason });
      return;
    }
    const { request } = read;
    const fault = faults.take(at);
    const carriedOut = fault === null || ('taken' in fault && fault.taken);
    const served = carriedOut ? serve(request, at) : null;
    const taken = served !== null && 'ok' in served && served.ok;
    const answer = fault === null ? nameOf(served) : nameOfFault(fault);
    const conversation = request.args.get('channel') ?? null;
    record({ at, method: request.method, conversation, answer, taken });
    if (fault !== null) fail(response, fault);
    else if (served !== null) reply(response, served);
  };
}
