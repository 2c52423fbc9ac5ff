import { type Model, orderIdOf, type TraceWitness } from '@orderwatch/model';

/** The system that a `service.name` is; null: the witness does not list it. */
export function systemOfService({ services }: TraceWitness, service: string | null): string | null {
  return service !== null && Object.hasOwn(services, service) ? (services[service] ?? null) : null;
}

/** The stage that their status stands for; null: it says nothing. What is not listed is a stage by its own name. */
export function stageOf<T>({ statuses }: TraceWitness, status: T): T | string | null {
  return typeof status === 'string' && Object.hasOwn(statuses, status) ? (statuses[status] ?? null) : status;
}

/**
 * The id that a service's telemetry carries, in the words of whoever gave it. An order rides from system to
 * system by the sender's id, and a handler that fails at once never says its own: what this system does
 * not write so is read as the system that does.
 */
export function riddenId(model: Model, system: string, id: unknown): unknown {
  if (typeof id !== 'string' || orderIdOf(model, system, id) !== id) return id;
  const others = [...model.systems.keys()].map((other) => orderIdOf(model, other, id));
  return others.find((read) => read !== id) ?? id;
}
