import { WebClient } from '@slack/web-api';
import type { MessageRef } from '../../domain/delivery.ts';
import type { Channel, ChannelAnswer } from '../../ports.ts';
import type { Phrases } from '../phrases.ts';
import { SILENT } from './silent-logger.ts';
import { classifySlackError } from './slack-answers.ts';
import { renderSlackBlocks } from './slack-blocks.ts';
import { renderSlackText } from './slack-text.ts';

/** Slack takes about one message a second and conversation (docs.slack.dev, rate limits). */
export const SLACK_GAP_MS = 1_000;

/** Ours to keep even where the deliverer's own patience is longer. */
const REQUEST_TIMEOUT_MS = 10_000;

export interface SlackChannelOptions {
  readonly name: string;
  /** Conversation id (`C…`): an update takes no names. */
  readonly conversation: string;
  readonly token: string;
  readonly phrases: Phrases;
  readonly baseUrl: string | null;
  readonly slackApiUrl: string | null;
}

/** Posts to one Slack conversation, and updates its messages by conversation and ts. */
export function createSlackChannel(options: SlackChannelOptions): Channel {
  const { name, conversation, phrases, baseUrl } = options;
  return {
    name,
    kind: 'slack',
    async send(message, ref, signal): Promise<ChannelAnswer> {
      const content = {
        text: renderSlackText(message, phrases),
        blocks: [...renderSlackBlocks(message, phrases, baseUrl)],
      };
      const attempt = openClient(options, signal);
      try {
        return { reason: 'accepted', ref: await write(attempt.client, conversation, content, ref) };
      } catch (error) {
        const answer = classifySlackError(error, attempt.status());
        // The model has moved the channel, and the old conversation is closed: begin in the new one.
        const moved = ref !== null && ref.channel !== conversation;
        return moved && answer.reason === 'failed' && answer.error === 'channel-gone'
          ? { reason: 'post-anew', error: 'message-gone' }
          : answer;
      }
    },
  };
}

interface Content {
  readonly text: string;
  readonly blocks: ReturnType<typeof renderSlackBlocks>[number][];
}

/** Nothing in a text becomes a link or a mention, whatever a workspace's defaults are. */
const LITERAL = { parse: 'none', link_names: false } as const;

async function write(
  client: WebClient,
  conversation: string,
  content: Content,
  ref: MessageRef | null,
): Promise<MessageRef | null> {
  const answer =
    ref === null
      ? await client.chat.postMessage({
          channel: conversation,
          ...content,
          ...LITERAL,
          mrkdwn: false,
          unfurl_links: false,
          unfurl_media: false,
        })
      : await client.chat.update({ channel: ref.channel, ts: ref.id, ...content, ...LITERAL });
  if (answer.channel === undefined || answer.ts === undefined) return ref;
  return { channel: answer.channel, id: answer.ts };
}

/**
 * A client for one send, because a client takes its means of aborting when it is built. It never tries
 * again by itself: the outbox decides that.
 */
function openClient({ token, slackApiUrl }: SlackChannelOptions, signal: AbortSignal) {
  let status: number | null = null;
  const client = new WebClient(token, {
    ...(slackApiUrl === null ? {} : { slackApiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    timeout: REQUEST_TIMEOUT_MS,
    logger: SILENT,
    fetch: async (url, init) => {
      const signals = init?.signal ? [signal, init.signal] : [signal];
      const response = await fetch(url, { ...init, signal: AbortSignal.any(signals) });
      status = response.status;
      return response;
    },
  });
  return { client, status: () => status };
}
