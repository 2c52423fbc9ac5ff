import { createRequire, syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import type { Logger } from '@opentelemetry/api';
import { ExpressInstrumentation, ExpressLayerType } from '@opentelemetry/instrumentation-express';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { AmqpInstrumentation, type AmqpOptions } from '../amqp/instrumentation.ts';
import type { InstrumentationName } from '../config/options.ts';
import type { Settings } from '../config/settings.ts';
import { PoolInstrumentation } from '../metrics/pools.ts';
import { isMetricsRequest } from '../metrics/server.ts';
import { type LineKeys, PinoInstrumentation } from '../pino/instrumentation.ts';
import { logRecordOf } from '../pino/log-record.ts';
import { maskText } from '../privacy/mask.ts';
import { guard } from './guard.ts';

export interface Patched {
  amqp: AmqpInstrumentation | undefined;
  pools: PoolInstrumentation | undefined;
}

export interface PatchOptions {
  /** Where the lines of pino go as records, if anywhere. */
  logger: Logger | undefined;
  onMessageClosed: AmqpOptions['onClosed'];
}

/** Patches what is asked for; one that fails leaves the others. The tracer provider must stand. */
export function patchLibraries(
  { instrumentations, settleTimeoutMs }: Settings,
  { logger, onMessageClosed }: PatchOptions,
): Patched {
  const patch = <T>(name: InstrumentationName, create: () => T): T | undefined =>
    instrumentations.has(name) ? guard(`instrumentation of ${name}`, create) : undefined;

  patch('http', patchHttp);
  patch('undici', () => new UndiciInstrumentation());
  patch(
    'express',
    () =>
      // The route is all we want of it: a span for each layer of a request tells little and costs much.
      new ExpressInstrumentation({
        ignoreLayersType: [
          ExpressLayerType.MIDDLEWARE,
          ExpressLayerType.ROUTER,
          ExpressLayerType.REQUEST_HANDLER,
        ],
      }),
  );
  patch('pg', () => new PgInstrumentation({ ignoreConnectSpans: true, enhancedDatabaseReporting: false }));
  const pools = patch('pg', () => new PoolInstrumentation());
  const amqp = patch(
    'amqplib',
    () => new AmqpInstrumentation({ settleTimeoutMs, onClosed: onMessageClosed }),
  );
  patch('pino', () => new PinoInstrumentation({ onLine: lineWriter(logger) }));
  return { amqp, pools };
}

/**
 * At once, and not when the host first loads it: a module of Node that is patched as CommonJS can give
 * what was patched to those who import it too, by name or as a whole.
 */
function patchHttp(): HttpInstrumentation {
  const instrumentation = new HttpInstrumentation({ ignoreIncomingRequestHook: isMetricsRequest });
  const load = createRequire(join(process.cwd(), 'none.js'));
  load('node:http');
  load('node:https');
  syncBuiltinESMExports();
  return instrumentation;
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
