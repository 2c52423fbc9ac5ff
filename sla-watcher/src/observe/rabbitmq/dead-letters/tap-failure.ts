import { WitnessUnavailable } from '../../../domain/errors.ts';

/** What the tap was doing when something failed: the broker's codes mean another thing for each. */
export type Doing = 'connect' | 'look' | 'declare' | 'bind' | 'take';

/** The names that an operator needs; none of them is a secret. */
export interface TapNames {
  readonly queue: string;
  readonly exchanges: readonly string[];
}

/** AMQP's reply codes. */
export const NOT_FOUND = 404;
const ACCESS_REFUSED = 403;
const RESOURCE_LOCKED = 405;
const PRECONDITION_FAILED = 406;
const NOT_ALLOWED = 530;

/**
 * What the broker or the driver said → an error with words fit for people. They are ours alone: the
 * driver's may quote the address, and the broker's whatever a message holds.
 */
export function tapFailure(error: unknown, doing: Doing, names: TapNames): WitnessUnavailable {
  if (error instanceof WitnessUnavailable) return error;
  const code = codeOf(error);
  const known = typeof code === 'number' ? byReply(code, doing, names) : byErrno(code, error);
  // An invalid address is quoted in its error.
  const cause = code === 'ERR_INVALID_URL' ? undefined : error;
  if (known !== null) return new WitnessUnavailable(known.detail, { cause, retryable: known.retryable });
  const detail = doing === 'connect' ? 'RabbitMQ cannot be reached' : 'the connection to RabbitMQ was lost';
  return new WitnessUnavailable(detail, { cause, retryable: true });
}

/** A reply code, an errno, or ''. */
export function codeOf(error: unknown): number | string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && (typeof error.code === 'number' || typeof error.code === 'string'))
    return error.code;
  const told = /\b(\d{3}) \(/.exec(error.message)?.[1];
  return told === undefined ? '' : Number(told);
}

interface Known {
  readonly detail: string;
  /** False: it stays so until somebody changes the broker or the model. */
  readonly retryable: boolean;
}
const passing = (detail: string): Known => ({ detail, retryable: true });
const lasting = (detail: string): Known => ({ detail, retryable: false });

function byReply(code: number, doing: Doing, { queue, exchanges }: TapNames): Known | null {
  const all = exchanges.join(', ');
  switch (code) {
    case ACCESS_REFUSED:
      return doing === 'connect'
        ? lasting('RabbitMQ refuses this user and password: correct the connection string')
        : lasting(
            `RabbitMQ refuses: this user needs configure, write and read on the queue ${queue}, and read on ${all}`,
          );
    case NOT_ALLOWED:
      return lasting(
        'RabbitMQ has no such virtual host, or this user may not use it: set_permissions -p VHOST',
      );
    case NOT_FOUND:
      return doing === 'bind'
        ? lasting(`one of the dead-letter exchanges does not exist: ${all}; correct exchanges in the model`)
        : passing(`the queue ${queue} was deleted meanwhile; it is declared anew`);
    case RESOURCE_LOCKED:
      return lasting(`somebody else has the queue ${queue} for himself: name another in the model, as queue`);
    case PRECONDITION_FAILED:
      return lasting(
        `the queue ${queue} is there with other arguments: rabbitmqctl delete_queue -p VHOST '${queue}' once it is read, or name another in the model, as queue`,
      );
    default:
      return null;
  }
}

const ERRNO: ReadonlyMap<string, Known> = new Map([
  ['ERR_INVALID_URL', lasting('the connection string is no URL: amqp://user:password@host/vhost')],
  ['ECONNREFUSED', passing('RabbitMQ refuses connections: it is down, or the address is wrong')],
  ['ENOTFOUND', passing("RabbitMQ's host name cannot be resolved")],
  ['EAI_AGAIN', passing("RabbitMQ's host name cannot be resolved just now")],
  ['ECONNRESET', passing('the connection to RabbitMQ was lost')],
]);

function byErrno(code: string, error: unknown): Known | null {
  if (/CERT|SIGNATURE/.test(code))
    return lasting("RabbitMQ's certificate is not trusted: NODE_EXTRA_CA_CERTS names the authority's");
  if (error instanceof Error && /Expected amqp: or amqps:/.test(error.message))
    return ERRNO.get('ERR_INVALID_URL') ?? null;
  return ERRNO.get(code) ?? null;
}
