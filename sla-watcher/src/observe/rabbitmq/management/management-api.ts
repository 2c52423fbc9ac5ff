import { WitnessUnavailable } from '../../../domain/errors.ts';
import { type Answer, getBounded } from './get-bounded.ts';
import type { HttpAddress } from './http-address.ts';

const BOUNDS = { timeoutMs: 5000, bytes: 4_000_000 };
const NAME = "RabbitMQ's management API";

type Fields = Readonly<Record<string, unknown>>;

/** The JSON that the management API answers to a GET. Throws WitnessUnavailable. */
export async function askManagement(
  address: HttpAddress,
  path: string,
  signal: AbortSignal,
): Promise<Fields> {
  const answer = await getBounded(address, path, BOUNDS, signal).catch((error) => {
    throw error instanceof WitnessUnavailable ? named(error) : error;
  });
  const body = objectIn(answer.text);
  if (answer.status === 200 && body !== null) return body;
  throw refusal(answer, body);
}

function named({ message, cause, retryable }: WitnessUnavailable): WitnessUnavailable {
  return new WitnessUnavailable(`${NAME}: ${message}`, { cause, retryable });
}

function objectIn(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
  } catch {
    return null;
  }
}

/** In words of our own: an answer may quote anything. */
function refusal({ status }: Answer, body: Fields | null): WitnessUnavailable {
  const reason = typeof body?.reason === 'string' ? body.reason : '';
  if (status === 401 || status === 403) return lasting(`${NAME} refuses this user: ${rightFor(reason)}`);
  if (status === 404 && body !== null)
    return lasting(`${NAME} knows no such virtual host: correct vhost in the model`);
  if (status === 429 || status >= 500)
    return new WitnessUnavailable(`${NAME} answers with status ${status}`, { retryable: true });
  return lasting(
    `what answers at this address is not ${NAME} (status ${status}): its usual port is 15672, without a path`,
  );
}

function rightFor(reason: string): string {
  if (/virtual host/i.test(reason))
    return "it may not see the virtual host: rabbitmqctl set_permissions -p VHOST USER '^$' '^$' '^$'";
  if (/not (?:management|monitor)/i.test(reason))
    return 'it lacks the tag monitoring: rabbitmqctl set_user_tags USER monitoring';
  return 'its name or password is wrong, or it lacks the tag monitoring';
}

function lasting(detail: string): WitnessUnavailable {
  return new WitnessUnavailable(detail, { retryable: false });
}

/** Where it answers, and answers something else than RabbitMQ would. */
export function notRabbitmq(): WitnessUnavailable {
  return lasting(`what answers at this address is not ${NAME}: it has another form`);
}
