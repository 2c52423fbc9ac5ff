import type { TraceWitness } from '@orderwatch/model';

/** The system that a `service.name` is; null: the witness does not list it. */
export function systemOfService({ services }: TraceWitness, service: string | null): string | null {
  return service !== null && Object.hasOwn(services, service) ? (services[service] ?? null) : null;
}

/** The stage that their status stands for; null: it says nothing. What is not listed is a stage by its own name. */
export function stageOf<T>({ statuses }: TraceWitness, status: T): T | string | null {
  return typeof status === 'string' && Object.hasOwn(statuses, status) ? (statuses[status] ?? null) : status;
}
