import type { TraceWitness } from '@orderwatch/model';

/** The system that a `service.name` is; null: the witness does not list it. */
export function systemOfService({ services }: TraceWitness, service: string | null): string | null {
  return service !== null && Object.hasOwn(services, service) ? (services[service] ?? null) : null;
}
