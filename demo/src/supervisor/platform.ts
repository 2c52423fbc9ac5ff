import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { BrokerConnection } from '../broker/connection.ts';
import { topologyOf } from '../broker/topology.ts';
import type { PlatformSettings } from '../config/platform-settings.ts';
import { readActivity } from '../control/activity.ts';
import { ControlRoom } from '../control/control-room.ts';
import { startControlServer } from '../control/control-server.ts';
import { createHand } from '../control/hand.ts';
import { prepareDatabases } from '../database/migrate.ts';
import { remediesOn } from '../switches/remedy.ts';
import { choosePorts, SERVICES, type ServiceName, urlOf } from './addresses.ts';
import { environmentOf, type Surroundings } from './service-environment.ts';
import { ServiceProcess } from './service-process.ts';
import { createOutput, type Output } from './output.ts';

export interface Platform {
  controlUrl: string;
  urls: Readonly<Record<ServiceName, string>>;
  stop(): Promise<void>;
}

/** Starts everything and resolves when every service is ready. `say` gets a line at a time. */
export async function startPlatform(
  settings: PlatformSettings,
  say: (line: string) => void,
): Promise<Platform> {
  const { host, token, names, amqpUrl } = settings;
  const databases = await prepareDatabases(settings.postgresUrl, names);
  const ports = await choosePorts(settings.port, host);
  const own = settings.storageFolder === '' ? await mkdtemp(join(tmpdir(), 'orderwatch-demo-')) : undefined;
  const output = createOutput(settings.log, say);
  const log = pino({ base: { service: 'control' } }, { write: (line) => output.log('control', line) });
  const broker = new BrokerConnection(amqpUrl, log);
  const hand = createHand(databases, (message) => output.say('control', message));
  const remedies = remediesOn(settings.remedies);
  const room = new ControlRoom({ services: () => processes, hand, remedies, now: () => new Date() });
  const surroundings = { settings, ports, databases, storageFolder: own ?? settings.storageFolder };
  const processes = SERVICES.map((name) => createProcess(name, surroundings, room, output));
  const addresses = Object.fromEntries(SERVICES.map((name) => [name, urlOf(host, ports[name])]));
  const urls = addresses as Platform['urls'];

  for (const each of processes) each.start();
  await Promise.all([broker.start(), ...processes.map((each) => each.whenReady())]);
  const server = await startControlServer({
    ...{ host, port: ports.control, token, room, log, urls },
    describe: () => ({ services: processes.map((each) => describe(each, addresses[each.name])) }),
    activity: () => readActivity(processes, broker, topologyOf(names)),
  });
  return {
    controlUrl: urlOf(host, ports.control),
    urls,
    async stop() {
      server.close();
      server.closeAllConnections();
      // Those who ask end before those who answer, so that what is under way can be finished.
      for (const each of processes.toReversed()) await each.stop();
      await Promise.all([broker.close(), hand.close()]);
      if (own !== undefined) await rm(own, { recursive: true, force: true });
    },
  };
}

function createProcess(
  name: ServiceName,
  surroundings: Surroundings,
  room: ControlRoom,
  output: Output,
): ServiceProcess {
  return new ServiceProcess({
    name,
    main: join(import.meta.dirname, `../${name}/main.ts`),
    env: environmentOf(name, surroundings),
    switches: () => room.switches(),
    strike: (faultId, struck) => room.strike(faultId, struck),
    onOutput: (line) => output.log(name, line),
    onState: (state, detail) => output.say(name, `${state} ${detail}`.trimEnd()),
  });
}

function describe(process: ServiceProcess, url: string | undefined) {
  return { name: process.name, url, ...process.status() };
}
