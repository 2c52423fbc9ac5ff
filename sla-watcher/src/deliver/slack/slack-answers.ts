import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import type { ChannelAnswer } from '../../ports.ts';

/**
 * What Slack's errors mean for us (docs.slack.dev, chat.postMessage and chat.update). One that is not
 * here is taken as a refusal of the message: its fallback tells people at once, where trying again for
 * ever would tell nobody.
 */
export const SLACK_ANSWERS: ReadonlyMap<string, ChannelAnswer> = new Map([
  ...rows({ reason: 'failed', error: 'not-authorised' }, [
    'access_denied',
    'account_inactive',
    'ekm_access_denied',
    'enterprise_is_restricted',
    'invalid_auth',
    'missing_scope',
    'no_permission',
    'not_allowed_token_type',
    'not_authed',
    'org_login_required',
    'team_access_not_granted',
    'token_expired',
    'token_revoked',
    'two_factor_setup_required',
  ]),
  ...rows({ reason: 'failed', error: 'channel-gone' }, [
    'channel_not_found',
    'channel_type_not_supported',
    'is_archived',
    'not_in_channel',
    'restricted_action',
    'restricted_action_non_threadable_channel',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
    'team_not_found',
  ]),
  ...rows({ reason: 'failed', error: 'message-refused' }, [
    'invalid_arg_name',
    'invalid_arguments',
    'invalid_blocks',
    'invalid_blocks_format',
    'invalid_charset',
    'invalid_form_data',
    'msg_blocks_too_long',
    'msg_too_long',
    'no_text',
    'too_many_contents',
  ]),
  ...rows({ reason: 'post-anew', error: 'message-gone' }, [
    'cant_update_message',
    'edit_window_closed',
    'is_inactive',
    'message_not_found',
  ]),
  ...rows({ reason: 'retry', error: 'rate-limited', afterMs: null }, [
    'message_limit_exceeded',
    'rate_limited',
    'ratelimited',
  ]),
  ...rows({ reason: 'retry', error: 'server-error', afterMs: null }, [
    'fatal_error',
    'internal_error',
    'service_unavailable',
    'team_added_to_org',
    'update_failed',
  ]),
  ...rows({ reason: 'retry', error: 'timeout', afterMs: null }, ['request_timeout']),
]);

function rows(answer: ChannelAnswer, errors: readonly string[]): [string, ChannelAnswer][] {
  return errors.map((error) => [error, answer]);
}

/** Failures to connect: the request was not written. After any other one it may have arrived. */
const NEVER_WRITTEN: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** `status` is that of the HTTP answer, null when none came. */
export function classifySlackError(error: unknown, status: number | null): ChannelAnswer {
  if (error instanceof WebAPIRateLimitedError) return rateLimited(error.retryAfter);
  if (error instanceof WebAPIPlatformError) return platformAnswer(error);
  if (error instanceof WebAPIHTTPError) return httpAnswer(error.statusCode);
  // The client knows no 429 without a Retry-After.
  if (status === 429) return rateLimited(null);
  const neverWritten = error instanceof WebAPIRequestError && NEVER_WRITTEN.has(networkCode(error.original));
  return { reason: 'retry', error: neverWritten ? 'unreachable' : 'timeout', afterMs: null };
}

function platformAnswer({ data }: WebAPIPlatformError): ChannelAnswer {
  const answer = SLACK_ANSWERS.get(data.error);
  if (answer?.reason === 'retry' && answer.error === 'rate-limited') {
    return rateLimited(data.response_metadata?.retryAfter ?? null);
  }
  if (answer !== undefined) return answer;
  // The client puts a body that is not JSON (a proxy's page) where the error's name belongs.
  const named = /^[a-z][a-z0-9_]{0,99}$/.test(data.error);
  return named
    ? { reason: 'failed', error: 'message-refused' }
    : { reason: 'retry', error: 'server-error', afterMs: null };
}

/** Slack answers 200 or 429; anything else comes from its front or from a proxy of ours. */
function httpAnswer(status: number): ChannelAnswer {
  if (status === 401 || status === 403 || status === 407) {
    return { reason: 'failed', error: 'not-authorised' };
  }
  if (status === 400 || status === 413 || status === 414) {
    return { reason: 'failed', error: 'message-refused' };
  }
  if (status === 404 || status === 410) return { reason: 'failed', error: 'channel-gone' };
  return { reason: 'retry', error: 'server-error', afterMs: null };
}

function rateLimited(afterSeconds: number | null): ChannelAnswer {
  const afterMs = afterSeconds === null ? null : Math.max(0, afterSeconds) * 1000;
  return { reason: 'retry', error: 'rate-limited', afterMs };
}

/** Node's fetch hides the system's error code one or two causes deep. */
function networkCode(error: unknown): string {
  let cause = error;
  for (let depth = 0; depth < 4 && cause instanceof Error; depth++) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
    if (cause instanceof AggregateError) cause = cause.errors[0];
    else cause = cause.cause;
  }
  return '';
}
