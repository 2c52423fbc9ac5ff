import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { flush } from '@orderwatch/instrumentation';
import pino from 'pino';
import { readServiceSettings } from '../config/service-settings.ts';
import { createGate } from '../switches/gate.ts';
import { linkSupervisor, type ParentChannel } from '../switches/supervisor-link.ts';
import { SwitchBoard } from '../switches/switch-board.ts';
import { Activity } from './activity.ts';
import type { BuildService, Service } from './ground.ts';

const STOP_MS = 8_000;
/** A connection that a client keeps open must not keep the service from ending. */
const REQUESTS_MS = 5_000;

/**
 * The life of a service: starting → ready → stopping → ended.
 * 1. It takes requests only when the switches of its supervisor are in force.
 * 2. It ends on SIGTERM and SIGINT, and when its supervisor is gone; in any case within a bounded time.
 */
export async function runService(build: BuildService): Promise<void> {
  const settings = readServiceSettings();
  const log = pino({ base: { service: settings.name } });
  const board = new SwitchBoard();
  const activity = new Activity();
  const link = await linkSupervisor(process as ParentChannel, board, () => activity.busy());
  const faults = createGate({ board, askToStrike: link.askToStrike, now: () => new Date() });
  const service = await build({ settings, log, board, faults, activity });
  const server = service.app.listen(settings.port, settings.host);
  await once(server, 'listening');
  const stop = onlyOnce((why: string) => {
    log.info({ why }, 'stopping');
    void end(server, service).then(
      () => link.close(),
      (error) => {
        log.error({ err: error }, 'the service could not be stopped');
        process.exit(1);
      },
    );
    setTimeout(() => process.exit(1), STOP_MS).unref();
  });
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  link.onOrphaned(() => stop('the supervisor is gone'));
  log.info({ port: (server.address() as AddressInfo).port }, 'listening');
  link.ready();
}

async function end(server: Server, service: Service): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), REQUESTS_MS);
  await closed;
  clearTimeout(cut);
  await service.stop();
  await flush();
}

function onlyOnce(run: (why: string) => void): (why: string) => void {
  let hasRun = false;
  return (why) => {
    if (hasRun) return;
    hasRun = true;
    run(why);
  };
}
