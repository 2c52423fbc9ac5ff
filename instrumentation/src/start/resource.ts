import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { PACKAGE_NAME, PACKAGE_VERSION } from '../version.ts';

/** Who is speaking. What the service says of itself wins, but for the distribution, which is us. */
export function createResource(given: Readonly<Record<string, string>>): Resource {
  return resourceFromAttributes({
    'service.name': 'unknown_service:node',
    // Spans are numbered by instance, so it must be there and be new with every start.
    'service.instance.id': randomUUID(),
    'host.name': hostname(),
    'process.pid': process.pid,
    'process.runtime.name': 'nodejs',
    'process.runtime.version': process.versions.node,
    ...given,
    'telemetry.sdk.name': 'opentelemetry',
    'telemetry.sdk.language': 'nodejs',
    'telemetry.sdk.version': '3.1.0',
    'telemetry.distro.name': PACKAGE_NAME,
    'telemetry.distro.version': PACKAGE_VERSION,
  });
}
