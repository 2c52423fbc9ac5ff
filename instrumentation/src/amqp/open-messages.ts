import {
  type Attributes,
  type Context,
  context,
  ROOT_CONTEXT,
  SpanStatusCode,
  type Tracer,
} from '@opentelemetry/api';
import {
  ATTR_ORDERWATCH_MESSAGING_EXCHANGE,
  ATTR_ORDERWATCH_MESSAGING_OUTCOME,
  ATTR_ORDERWATCH_MESSAGING_QUEUE,
  type MessagingOutcome,
} from '@orderwatch/conventions';
import { scopeOfSpan, withScope } from '../order/scope.ts';
import type { WorkSpan } from '../trace/work-span.ts';

export type Direction = 'publish' | 'process';

/** A message whose fate is not known yet. */
export interface OpenMessage {
  readonly direction: Direction;
  readonly span: WorkSpan;
  /** Exchange or queue: what metrics may be labelled with. */
  readonly place: string;
  readonly openedAt: number;
  /** Decided, while its handler still runs. */
  outcome: MessagingOutcome | undefined;
  handlerRuns: boolean;
  closed: boolean;
  /** That it is in a handler's hands was told (see in-hand.ts). */
  isTold: boolean;
}

export interface OpenMessagesDeps {
  tracer: Tracer;
  timeoutMs: number;
  /** Milliseconds that never go back. */
  now(): number;
  onClosed(direction: Direction, place: string, outcome: MessagingOutcome): void;
}

/** An unconfirmed message is none: most channels do not ask. */
const FAILURES: ReadonlySet<MessagingOutcome> = new Set(['returned', 'nacked', 'unsettled']);
const SWEEPS_PER_TIMEOUT = 4;

/**
 * Every message that was sent or received and whose span is open.
 *
 * 1. A span ends once its outcome is known and its handler is done, at the latest after the timeout.
 * 2. What becomes known after the end is told by a span of its own that links to the first.
 */
export class OpenMessages {
  readonly #deps: OpenMessagesDeps;
  readonly #open = new Set<OpenMessage>();
  #sweep: NodeJS.Timeout | undefined;

  constructor(deps: OpenMessagesDeps) {
    this.#deps = deps;
  }

  count(direction: Direction): number {
    let count = 0;
    for (const message of this.#open) if (message.direction === direction) count++;
    return count;
  }

  /** Those that were received longer ago than this and whose spans are open, the oldest first. */
  *processing(longerThanMs: number): Generator<OpenMessage> {
    const before = this.#deps.now() - longerThanMs;
    for (const message of this.#open) {
      // In the order they were opened: the rest is younger.
      if (message.openedAt >= before) return;
      if (message.direction === 'process') yield message;
    }
  }

  open(direction: Direction, span: WorkSpan, place: string): OpenMessage {
    const openedAt = this.#deps.now();
    const message: OpenMessage = {
      direction,
      span,
      place,
      openedAt,
      outcome: undefined,
      handlerRuns: false,
      closed: false,
      isTold: false,
    };
    this.#open.add(message);
    this.#sweep ??= this.#startSweep();
    return message;
  }

  /** The first word counts: a message is settled once. */
  settle(message: OpenMessage, outcome: MessagingOutcome): void {
    if (message.closed) {
      if (message.outcome !== outcome) this.#tellLate(message, outcome);
      return;
    }
    message.outcome ??= outcome;
    if (!message.handlerRuns) this.#close(message, message.outcome);
  }

  handlerEnded(message: OpenMessage, error?: unknown): void {
    message.handlerRuns = false;
    if (error !== undefined && !message.closed) {
      if (error instanceof Error) message.span.recordException(error);
      message.span.setStatus({ code: SpanStatusCode.ERROR });
    }
    if (message.outcome !== undefined) this.#close(message, message.outcome);
  }

  /** At exit: what is open will not be heard of again. */
  closeAll(): void {
    for (const message of this.#open) this.#close(message, message.outcome ?? unknownOutcome(message));
    clearInterval(this.#sweep);
    this.#sweep = undefined;
  }

  #close(message: OpenMessage, outcome: MessagingOutcome): void {
    if (message.closed) return;
    message.closed = true;
    message.outcome = outcome;
    this.#open.delete(message);
    const { span } = message;
    span.attributes[ATTR_ORDERWATCH_MESSAGING_OUTCOME] = outcome;
    if (FAILURES.has(outcome)) span.setStatus({ code: SpanStatusCode.ERROR, message: outcome });
    span.end();
    this.#deps.onClosed(message.direction, message.place, outcome);
  }

  #tellLate(message: OpenMessage, outcome: MessagingOutcome): void {
    const operation = message.direction === 'publish' ? 'return' : 'settle';
    const attributes: Attributes = {
      'messaging.system': 'rabbitmq',
      'messaging.operation.name': operation,
      'messaging.operation.type': 'settle',
      [ATTR_ORDERWATCH_MESSAGING_OUTCOME]: outcome,
      ...carrierOf(message.span),
    };
    const links = [{ context: message.span.spanContext() }];
    const name = `${operation} ${message.place || 'amq.default'}`;
    this.#deps.tracer.startSpan(name, { attributes, links }, scopedLike(message)).end();
    message.outcome = outcome;
  }

  #startSweep(): NodeJS.Timeout {
    const { timeoutMs, now } = this.#deps;
    const sweep = () => {
      for (const message of this.#open) {
        // In the order they were opened: the rest is younger.
        if (now() - message.openedAt < timeoutMs) break;
        this.#close(message, message.outcome ?? unknownOutcome(message));
      }
      if (this.#open.size > 0) return;
      clearInterval(this.#sweep);
      this.#sweep = undefined;
    };
    const timer = context.with(ROOT_CONTEXT, () =>
      setInterval(sweep, Math.ceil(timeoutMs / SWEEPS_PER_TIMEOUT)),
    );
    timer.unref();
    return timer;
  }
}

const CARRIER: readonly string[] = [
  'messaging.destination.name',
  'messaging.rabbitmq.destination.routing_key',
  ATTR_ORDERWATCH_MESSAGING_EXCHANGE,
  ATTR_ORDERWATCH_MESSAGING_QUEUE,
];

/** Where the message went, or came from: what is told late must say so again. */
function carrierOf({ shared, attributes }: WorkSpan): Attributes {
  const all: Attributes = { ...Object.fromEntries(shared?.entries ?? []), ...attributes };
  return Object.fromEntries(CARRIER.map((name) => [name, all[name]]));
}

function unknownOutcome({ direction }: OpenMessage): MessagingOutcome {
  return direction === 'publish' ? 'unconfirmed' : 'unsettled';
}

function scopedLike({ span }: OpenMessage): Context {
  const scope = scopeOfSpan(span);
  return scope === undefined ? ROOT_CONTEXT : withScope(ROOT_CONTEXT, scope);
}
