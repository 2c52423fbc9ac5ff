import type { Logger } from '@opentelemetry/api';
import { type AmqpOptions, createAmqpPatches } from '../amqp/instrumentation.ts';
import type { OpenMessages } from '../amqp/open-messages.ts';
import type { InstrumentationName } from '../config/options.ts';
import type { Settings } from '../config/settings.ts';
import { traceClient } from '../http/client.ts';
import { wrapRoute, wrapRouter } from '../http/routes.ts';
import { type HttpDeps, traceServer } from '../http/server.ts';
import { traceUndici } from '../http/undici.ts';
import { Pools } from '../pg/pools.ts';
import { wrapQuery } from '../pg/query.ts';
import { type LineKeys, wrapPino } from '../pino/instrumentation.ts';
import { logRecordOf } from '../pino/log-record.ts';
import { maskText } from '../privacy/mask.ts';
import { guard } from './guard.ts';
import { type Patch, patchOnLoad } from './load-hook.ts';

export interface Patched {
  readonly messages: OpenMessages;
  readonly pools: Pools;
}

export interface PatchOptions extends HttpDeps {
  /** Where the lines of pino go as records, if anywhere. */
  logger: Logger | undefined;
  onMessageClosed: AmqpOptions['onClosed'];
}

/** Instruments what is asked for; one that fails leaves the others. */
export function patchLibraries(
  { instrumentations, settleTimeoutMs }: Settings,
  options: PatchOptions,
): Patched {
  const { tracer, contexts, logger, onMessageClosed } = options;
  const patches = new Map<string, Patch>();
  const instrument = (name: InstrumentationName, run: () => void): void => {
    if (instrumentations.has(name)) guard(`instrumentation of ${name}`, run);
  };
  const pools = new Pools();
  const amqp = createAmqpPatches({ tracer, contexts, settleTimeoutMs, onClosed: onMessageClosed });

  instrument('http', () => {
    traceServer(options);
    traceClient(options);
  });
  instrument('undici', () => traceUndici(options));
  instrument('express', () => {
    add(patches, 'router/index.js', (router: Router) => {
      wrapRouter(router.prototype);
      wrapRoute(router.Route.prototype);
    });
    // Those of express 4.
    add(patches, 'express/lib/router/index.js', wrapRouter);
    add(patches, 'express/lib/router/route.js', (route: Router['Route']) => wrapRoute(route.prototype));
  });
  instrument('pg', () => {
    const wrap = ({ prototype }: { prototype: Parameters<typeof wrapQuery>[0] }) =>
      wrapQuery(prototype, options);
    add(patches, 'pg/lib/client.js', wrap);
    add(patches, 'pg/lib/native/client.js', wrap);
    add(patches, 'pg-pool/index.js', ({ prototype }: { prototype: Parameters<Pools['wrapConnect']>[0] }) =>
      pools.wrapConnect(prototype, contexts),
    );
  });
  instrument('amqplib', () => {
    for (const [file, patch] of amqp.patches) patches.set(file, patch);
  });
  instrument('pino', () => patches.set('pino/pino.js', wrapPino({ onLine: lineWriter(logger) }) as Patch));
  patchOnLoad(patches);
  return { messages: amqp.messages, pools };
}

interface Router {
  prototype: Parameters<typeof wrapRouter>[0];
  Route: { prototype: Parameters<typeof wrapRoute>[0] };
}

/** For what is changed within, and stays what it is. */
function add<T>(patches: Map<string, Patch>, file: string, change: (exports: T) => void): void {
  patches.set(file, ((exports: T) => {
    change(exports);
    return exports;
  }) as Patch);
}

/** Masks a line before anybody sees it, and passes it on as a record. */
function lineWriter(logger: Logger | undefined): (line: string, keys: LineKeys) => string {
  return (line, keys) => {
    const masked = maskText(line);
    const record = logger === undefined ? undefined : logRecordOf(masked, keys);
    if (record !== undefined) logger?.emit(record);
    return masked;
  };
}
