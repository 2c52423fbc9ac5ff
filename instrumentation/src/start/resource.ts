import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Attributes } from '@opentelemetry/api';
import { ATTR_ORDERWATCH_RUN_ID } from '@orderwatch/conventions';
import { PACKAGE_NAME, PACKAGE_VERSION } from '../version.ts';

/** Who is speaking. What the service says of itself wins, but for the distribution, which is us. */
export function createResource(given: Readonly<Record<string, string>>): Attributes {
  return {
    'service.name': 'unknown_service:node',
    'service.instance.id': randomUUID(),
    'host.name': hostname(),
    'process.pid': process.pid,
    // Before it there was nothing to tell: what a run that dies early may have taken along is known by it.
    'process.creation.time': new Date(performance.timeOrigin).toISOString(),
    'process.runtime.name': 'nodejs',
    'process.runtime.version': process.versions.node,
    ...given,
    // Spans are numbered within it. A host may give an instance a name that outlives it.
    [ATTR_ORDERWATCH_RUN_ID]: randomUUID(),
    // The SDK is our own: its name may not be that of OpenTelemetry's.
    'telemetry.sdk.name': PACKAGE_NAME,
    'telemetry.sdk.language': 'nodejs',
    'telemetry.sdk.version': PACKAGE_VERSION,
    'telemetry.distro.name': PACKAGE_NAME,
    'telemetry.distro.version': PACKAGE_VERSION,
  };
}
