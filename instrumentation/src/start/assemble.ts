import { context, diag, logs, propagation, trace } from '@opentelemetry/api';
import type { Registry } from '@prometheus-io/client';
import { createInHandTeller } from '../amqp/in-hand.ts';
import type { Settings } from '../config/settings.ts';
import { AsyncContext } from '../context/async-context.ts';
import { createLogOutlet, createSpanOutlet } from '../export/exporters.ts';
import { startHeartbeat } from '../export/heartbeat.ts';
import { SpanPipeline } from '../export/span-pipeline.ts';
import { WorkLoggers } from '../log/work-logger.ts';
import type { MeterSources } from '../metrics/meters.ts';
import { createPropagator } from '../order/propagator.ts';
import { createAttributeRules } from '../privacy/attribute-rules.ts';
import { createSampler } from '../trace/sampler.ts';
import { WorkTracers } from '../trace/work-tracer.ts';
import { PACKAGE_NAME, PACKAGE_VERSION } from '../version.ts';
import { finishAtExit, withDeadline } from './exit.ts';
import { createMeterStart } from './meter-start.ts';
import { patchLibraries } from './patch-libraries.ts';
import { createResource } from './resource.ts';
import { type Running, setRunning } from './running.ts';

/**
 * Builds everything, once: 1. the ways out, 2. the providers, 3. context and propagation, 4. the patched
 * libraries, which take their tracers from what stands by then, 5. heartbeat, exit and metrics.
 */
export function assemble(settings: Settings, registry: Registry | undefined): void {
  const resource = createResource(settings.resource);
  const spanOutlet = createSpanOutlet({ settings: settings.traces, resource, onTrouble: onTrouble('spans') });
  const logOutlet = createLogOutlet({
    settings: settings.logs,
    resource,
    onTrouble: onTrouble('log records'),
  });
  const rules = createAttributeRules(settings.attributes, settings.valueLimit);
  const spans = new SpanPipeline({ outlet: spanOutlet, observe: (span) => live.meters?.spanEnded(span) });

  const { spanLimits: limits } = settings;
  const tracers = new WorkTracers(
    { limits, rules, onStart: (span) => spans.onStart(span), onEnd: (span) => spans.onEnd(span) },
    createSampler(settings.sampler),
  );
  const loggers = new WorkLoggers({ outlet: logOutlet, rules, attributeLimit: limits.attributes });
  trace.setGlobalTracerProvider(tracers);
  logs.setGlobalLoggerProvider(loggers);

  const contexts = new AsyncContext();
  context.setGlobalContextManager(contexts);
  propagation.setGlobalPropagator(createPropagator(settings));

  const flush = async () => {
    await Promise.all([spanOutlet?.flush(), logOutlet?.flush()]);
  };
  const sources: MeterSources = {
    pools: () => patched.pools.live(),
    inFlight: (direction) => patched.messages.count(direction),
    telemetry: () => ({ spans: spans.numbered, dropped: spans.dropped }),
  };
  const live: Running = {
    settings,
    tracer: tracers.getTracer(PACKAGE_NAME, PACKAGE_VERSION),
    logger: loggers.getLogger(PACKAGE_NAME, PACKAGE_VERSION),
    enterContext: (entered) => contexts.enter(entered),
    meters: undefined,
    startMeters: createMeterStart(() => live, sources, registry),
    flush: () => withDeadline(flush, settings.exitDeadlineMs),
  };

  const patched = patchLibraries(settings, {
    tracer: live.tracer,
    contexts,
    logger: logOutlet === null ? undefined : loggers.getLogger('pino'),
    onMessageClosed: (direction, place, outcome) => live.meters?.messageClosed(direction, place, outcome),
  });
  setRunning(live);

  const { heartbeatMs } = settings;
  const tellInHand = createInHandTeller(patched.messages, logOutlet, heartbeatMs);
  const heartbeat = spanOutlet && startHeartbeat(live.tracer, spans, heartbeatMs, tellInHand);
  finishAtExit(async () => {
    patched.messages.closeAll();
    heartbeat?.last();
    await flush();
  }, settings.exitDeadlineMs);
  if (registry !== undefined || settings.metrics.port !== null) void live.startMeters();
}

function onTrouble(signal: string): (reason: string) => void {
  return (reason) =>
    diag.warn(`orderwatch: ${signal} are not taken (${reason}); they are kept, then dropped and counted`);
}
