import { AmqplibInstrumentation } from '@opentelemetry/instrumentation-amqplib';
import { ExpressInstrumentation } from '@opentelemetry/instrumentation-express';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { hookImports } from './hook.ts';
import { startSdk } from './sdk.ts';

hookImports();
startSdk([
  new HttpInstrumentation(),
  new ExpressInstrumentation(),
  new PgInstrumentation(),
  new AmqplibInstrumentation(),
]);
