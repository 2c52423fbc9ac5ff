import { describe, expect, it } from 'vitest';
import { type Doing, tapFailure } from './tap-failure.ts';

const NAMES = { queue: 'ours', exchanges: ['orders.dead'] };
const reply = (code: number) => Object.assign(new Error('Channel closed by server: secret'), { code });
const errno = (code: string) => Object.assign(new Error('connect amqp://u:secret@h'), { code });

describe('what keeps the tap from its broker', () => {
  const failures: readonly (readonly [string, unknown, Doing, string, boolean])[] = [
    [
      'a login that is refused',
      new Error('Handshake terminated by server: 403 (ACCESS-REFUSED)'),
      'connect',
      'user and password',
      false,
    ],
    ['a virtual host that is not there', reply(530), 'connect', 'virtual host', false],
    [
      'a right that is missing',
      reply(403),
      'bind',
      'needs configure, write and read on the queue ours',
      false,
    ],
    ['an exchange that is not there', reply(404), 'bind', 'does not exist: orders.dead', false],
    ['a queue that was deleted', reply(404), 'take', 'ours was deleted meanwhile', true],
    ['a queue of another form', reply(406), 'declare', "rabbitmqctl delete_queue -p VHOST 'ours'", false],
    ['a queue that somebody has for himself', reply(405), 'declare', 'for himself', false],
    ['a broker that is down', errno('ECONNREFUSED'), 'connect', 'refuses connections', true],
    ['a name that nobody knows', errno('ENOTFOUND'), 'connect', 'cannot be resolved', true],
    ['a certificate of nobody', errno('SELF_SIGNED_CERT_IN_CHAIN'), 'connect', 'not trusted', false],
    ['an address that is none', errno('ERR_INVALID_URL'), 'connect', 'no URL', false],
    [
      'anything else on the way',
      new Error('Socket closed abruptly during opening handshake'),
      'connect',
      'cannot be reached',
      true,
    ],
    ['anything else later on', new Error('Channel closed'), 'take', 'connection to RabbitMQ was lost', true],
    ['what is no error at all', 'secret', 'take', 'connection to RabbitMQ was lost', true],
  ];
  it.each(failures)('%s is told with what to do', (_, error, doing, message, retryable) => {
    const failure = tapFailure(error, doing, NAMES);
    expect(failure).toMatchObject({ code: 'witness-unavailable', retryable });
    expect(failure.message).toContain(message);
    expect(failure.message).not.toContain('secret');
  });

  it('shows an address that is none nowhere', () => {
    expect(tapFailure(errno('ERR_INVALID_URL'), 'connect', NAMES).cause).toBeUndefined();
  });
});
