import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findFreePort } from '../machine/free-port.ts';
import type { RabbitmqPrograms } from '../machine/programs.ts';
import {
  type BrokerFolder,
  makeBrokerFolder,
  notePid,
  readBrokerLog,
  removeBrokerFolder,
} from './broker-folder.ts';
import { readBrokerVersion, waitUntilAnswering } from './probe.ts';
import { endGroup, hasEnded } from './process-group.ts';

/** A broker of our own, with what only its owner can do. The URLs and what is durable stay the same. */
export interface NativeRabbitmq {
  url: string;
  managementUrl: string;
  metricsUrl: string;
  how: string;
  pid(): number | undefined;
  /** `crash` kills it; what was not on disk is gone. */
  restart(how: 'politely' | 'crash'): Promise<void>;
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 90_000;

/** Beside those that it must have, as in rabbitmq.conf. */
export type BrokerSettings = Readonly<Record<string, string>>;

interface Ports {
  amqp: number;
  management: number;
  metrics: number;
  distribution: number;
  epmd: number;
}

/** Starts a broker from RabbitMQ's programs: loopback only, own ports, data, cookie, and epmd. */
export async function startBroker(
  programs: RabbitmqPrograms,
  settings: BrokerSettings = {},
): Promise<NativeRabbitmq> {
  const folder = makeBrokerFolder();
  const password = randomBytes(16).toString('hex');
  const ports = await findPorts();
  const { amqp, management, metrics, epmd } = ports;
  const address = (scheme: string, port: number) => `${scheme}://orderwatch:${password}@127.0.0.1:${port}`;
  const url = address('amqp', amqp);
  const configuration = render(settingsOf(ports, password, settings));
  writeFileSync(join(folder.path, 'rabbitmq.conf'), configuration, { mode: 0o600 });
  writeFileSync(join(folder.path, 'enabled_plugins'), '[rabbitmq_management,rabbitmq_prometheus].\n');
  const environment = environmentOf(folder, ports);
  const mapper = run(
    folder,
    'epmd',
    programs.epmd,
    ['-address', '127.0.0.1', '-port', `${epmd}`],
    environment,
  );
  let broker: ChildProcess | undefined;

  const start = async () => {
    const started = run(folder, 'rabbitmq', programs.server, [], environment);
    broker = started;
    await waitUntilAnswering(url, START_TIMEOUT_MS, () => hasEnded(started)).catch((cause) => {
      throw new Error(`RabbitMQ did not start; its log ends with\n${readBrokerLog(folder)}`, { cause });
    });
  };
  const end = async (politely: boolean) => {
    if (broker !== undefined) await endGroup(broker, politely);
    broker = undefined;
  };
  const stop = async () => {
    await end(true);
    await endGroup(mapper, false);
    await removeBrokerFolder(folder);
  };

  try {
    await start();
    const how = `RabbitMQ ${await readBrokerVersion(url)} on 127.0.0.1:${amqp}, started from ${programs.server}`;
    const restart = async (way: 'politely' | 'crash') => {
      await end(way === 'politely');
      await start();
    };
    const also = {
      managementUrl: address('http', management),
      metricsUrl: `http://127.0.0.1:${metrics}/metrics`,
    };
    return { url, ...also, how, pid: () => broker?.pid, restart, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function run(
  folder: BrokerFolder,
  name: string,
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): ChildProcess {
  const log = openSync(folder.log, 'a');
  // Its own process group: a Ctrl-C stops us, and we stop it.
  const child = spawn(program, args, { env, cwd: folder.path, stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  child.unref();
  notePid(folder, name, child.pid);
  return child;
}

async function findPorts(): Promise<Ports> {
  const [amqp, management, metrics, distribution, epmd] = await Promise.all([
    findFreePort(),
    findFreePort(),
    findFreePort(),
    findFreePort(),
    findFreePort(),
  ]);
  return { amqp, management, metrics, distribution, epmd };
}

function settingsOf(ports: Ports, password: string, also: BrokerSettings): BrokerSettings {
  return {
    'listeners.tcp.default': `127.0.0.1:${ports.amqp}`,
    'management.tcp.ip': '127.0.0.1',
    'management.tcp.port': `${ports.management}`,
    'prometheus.tcp.ip': '127.0.0.1',
    'prometheus.tcp.port': `${ports.metrics}`,
    default_user: 'orderwatch',
    default_pass: password,
    'default_user_tags.administrator': 'true',
    'disk_free_limit.absolute': '50MB',
    ...also,
  };
}

function render(settings: BrokerSettings): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${value}\n`)
    .join('');
}

/** Its own environment: settings and cookie of an installed broker must not reach it. */
function environmentOf({ path }: BrokerFolder, ports: Ports): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH ?? '',
    LC_ALL: 'C.UTF-8',
    HOME: join(path, 'home'),
    ERL_EPMD_PORT: String(ports.epmd),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_NODENAME: `orderwatch-${randomBytes(4).toString('hex')}@localhost`,
    RABBITMQ_DIST_PORT: String(ports.distribution),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
    RABBITMQ_CONF_ENV_FILE: '/dev/null',
    RABBITMQ_CONFIG_FILE: join(path, 'rabbitmq.conf'),
    RABBITMQ_ADVANCED_CONFIG_FILE: join(path, 'advanced.config'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(path, 'enabled_plugins'),
    RABBITMQ_MNESIA_BASE: join(path, 'data'),
    RABBITMQ_LOG_BASE: join(path, 'logs'),
    RABBITMQ_LOGS: '-',
    RABBITMQ_PID_FILE: join(path, 'server-pid'),
  };
}
