import { connect } from 'amqplib';
import { describe, expect, inject, it, vi } from 'vitest';
import { findFreePort } from './machine/free-port.ts';
import { fromEnvironment, startNativeRabbitmq } from './rabbitmq.ts';

const PATIENCE = { timeout: 60_000, interval: 200 };

describe('a broker named in the environment', () => {
  it('is taken as it is and not stopped at the end', async () => {
    const attempt = await fromEnvironment(inject('rabbitmqUrl')).attempt();
    if (attempt.kind !== 'found') throw new Error(attempt.reason);
    expect(attempt.value.how).toMatch(/^RabbitMQ \d+(\.\d+)* of ORDERWATCH_TEST_RABBITMQ_URL$/);
    await attempt.value.stop();
    await (await connect(inject('rabbitmqUrl'))).close();
  });

  it('fails the run when it does not answer, instead of another being taken', async () => {
    const dead = `amqp://127.0.0.1:${await findFreePort()}`;
    await expect(fromEnvironment(dead).attempt()).rejects.toThrow(
      'the broker of ORDERWATCH_TEST_RABBITMQ_URL does not answer',
    );
  });
});

describe('a broker of its own', () => {
  it('has after a restart, at the same URL, what was durable, comes back from a crash, and is gone when it is stopped', async () => {
    const broker = await startNativeRabbitmq(() => {});
    const { managementUrl, metricsUrl } = broker;
    const before = await connect(broker.url);
    before.on('error', () => {});
    const channel = await before.createConfirmChannel();
    channel.on('error', () => {});
    await channel.assertQueue('kept', { durable: true });
    channel.sendToQueue('kept', Buffer.from('x'), { persistent: true });
    await channel.waitForConfirms();
    const pid = broker.pid();
    await broker.restart('politely');
    expect(broker.pid()).not.toBe(pid);
    const after = await connect(broker.url);
    const { messageCount } = await (await after.createChannel()).checkQueue('kept');
    expect(messageCount).toBe(1);
    await after.close();
    // What was declared a moment before is not promised to survive this.
    await broker.restart('crash');
    await (await connect(broker.url)).close();
    const { username, password, host } = new URL(managementUrl);
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    // The plugins listen some moments after the broker does.
    await vi.waitFor(async () => {
      expect((await fetch(`http://${host}/api/whoami`, { headers: { authorization } })).status).toBe(200);
      expect(await (await fetch(metricsUrl)).text()).toContain('rabbitmq_identity_info');
    }, PATIENCE);
    await broker.stop();
    expect(broker.pid()).toBeUndefined();
    await expect(connect(broker.url)).rejects.toThrow('ECONNREFUSED');
  }, 180_000);
});
