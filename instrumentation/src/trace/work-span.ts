import {
  type Attributes,
  type AttributeValue,
  diag,
  type Exception,
  type HrTime,
  type Link,
  type Span,
  type SpanContext,
  type SpanKind,
  type SpanStatus,
  SpanStatusCode,
  type TimeInput,
} from '@opentelemetry/api';
import { ATTR_ORDER_ID, ATTR_ORDER_STATUS } from '@orderwatch/conventions';
import { type OrderScope, SCOPE_OF_SPAN } from '../order/scope.ts';
import type { AttributeRules } from '../privacy/attribute-rules.ts';
import { maskText } from '../privacy/mask.ts';
import { epochOffset, hrTimeOf, isTime, readTime, secondsBetween } from './clock.ts';
import type { FinishedSpan, InstrumentationScope, TimedEvent } from './finished-span.ts';
import type { SharedAttributes } from './shared-attributes.ts';

/** After which a span drops and counts; the names are those of OpenTelemetry's variables. */
export interface SpanLimits {
  readonly attributes: number;
  readonly events: number;
  readonly links: number;
  readonly attributesPerEvent: number;
  readonly attributesPerLink: number;
}

/** What the spans of one tracer share. */
export interface SpanKit {
  readonly scope: InstrumentationScope;
  readonly limits: SpanLimits;
  readonly rules: AttributeRules;
  onStart(span: WorkSpan): void;
  onEnd(span: WorkSpan): void;
}

export interface SpanBirth {
  name: string;
  kind: SpanKind;
  own: SpanContext;
  parent: SpanContext | undefined;
  /** Taken over as they are: our own, or already through the rules. */
  attributes: Attributes;
  shared: SharedAttributes | undefined;
  order: OrderScope;
}

const NONE: never[] = [];

/**
 * A span from its start to its end.
 *
 * 1. What the host sets goes through the rules once, when it is set; what we set ourselves is clean.
 * 2. It holds the scope of its work, so that an order that is bound later is on it when it ends.
 * 3. After its end nothing changes it.
 */
export class WorkSpan implements Span, FinishedSpan {
  readonly kind: SpanKind;
  readonly parentSpanContext: SpanContext | undefined;
  attributes: Attributes;
  shared: SharedAttributes | undefined;
  orderShared: SharedAttributes | undefined = undefined;
  number: number | undefined = undefined;
  name: string;
  startTime: HrTime;
  endTime: HrTime;
  status: SpanStatus = UNSET;
  links: Link[] = NONE;
  events: TimedEvent[] = NONE;
  droppedAttributesCount = 0;
  droppedEventsCount = 0;
  droppedLinksCount = 0;
  [SCOPE_OF_SPAN]: OrderScope;
  readonly #kit: SpanKit;
  readonly #own: SpanContext;
  readonly #offsetMs: number;
  #ended = false;
  /** The host has set attributes, and may have set any. */
  #isMixed = false;
  #count = 0;

  constructor(kit: SpanKit, birth: SpanBirth) {
    this.#kit = kit;
    this.#own = birth.own;
    const now = performance.now();
    this.#offsetMs = epochOffset(now);
    this.name = birth.name;
    this.kind = birth.kind;
    this.parentSpanContext = birth.parent;
    this.attributes = birth.attributes;
    this.shared = birth.shared;
    this[SCOPE_OF_SPAN] = birth.order;
    this.startTime = hrTimeOf(this.#offsetMs + now);
    this.endTime = this.startTime;
  }

  get instrumentationScope(): InstrumentationScope {
    return this.#kit.scope;
  }

  get durationSeconds(): number {
    return secondsBetween(this.startTime, this.endTime);
  }

  spanContext(): SpanContext {
    return this.#own;
  }

  isRecording(): boolean {
    return !this.#ended;
  }

  setAttribute(name: string, value: AttributeValue): this {
    if (this.#ended) return this;
    const { rules, limits } = this.#kit;
    const clean = rules.take(name, value);
    if (clean === undefined) return this;
    this.#mix();
    const isNew = this.attributes[name] === undefined;
    if (isNew && this.#count >= limits.attributes) {
      this.droppedAttributesCount++;
      return this;
    }
    if (isNew) this.#count++;
    this.attributes[name] = clean;
    return this;
  }

  setAttributes(attributes: Attributes): this {
    for (const name of Object.keys(attributes)) {
      const value = attributes[name];
      if (value !== undefined) this.setAttribute(name, value);
    }
    return this;
  }

  addEvent(name: string, attributesOrTime?: Attributes | TimeInput, at?: TimeInput): this {
    if (this.#ended) return this;
    const { rules, limits } = this.#kit;
    if (this.events === NONE) this.events = [];
    this.droppedEventsCount += makeRoom(this.events, limits.events);
    if (limits.events === 0) return this;
    const time = at ?? (isTime(attributesOrTime) ? attributesOrTime : undefined);
    const given = isTime(attributesOrTime) ? undefined : attributesOrTime;
    this.events.push({
      name,
      time: time === undefined ? this.#now() : readTime(time, this.#offsetMs),
      ...rules.copy(given, limits.attributesPerEvent),
    });
    return this;
  }

  addLink({ context, attributes }: Link): this {
    if (this.#ended) return this;
    const { rules, limits } = this.#kit;
    if (this.links === NONE) this.links = [];
    this.droppedLinksCount += makeRoom(this.links, limits.links);
    if (limits.links > 0) this.links.push({ context, ...rules.copy(attributes, limits.attributesPerLink) });
    return this;
  }

  addLinks(links: readonly Link[]): this {
    for (const link of links) this.addLink(link);
    return this;
  }

  /** OK is the last word. */
  setStatus({ code, message }: SpanStatus): this {
    if (this.#ended || code === SpanStatusCode.UNSET || this.status.code === SpanStatusCode.OK) return this;
    const isTold = code === SpanStatusCode.ERROR && typeof message === 'string';
    this.status = isTold ? { code, message: maskText(message) } : { code };
    return this;
  }

  updateName(name: string): this {
    if (!this.#ended) this.name = name;
    return this;
  }

  recordException(exception: Exception, at?: TimeInput): void {
    const { code, name, message, stack } =
      typeof exception === 'string'
        ? { message: exception }
        : (exception as Partial<Error & { code: unknown }>);
    const type = code ? String(code) : name;
    this.addEvent(
      'exception',
      {
        ...(type ? { 'exception.type': type } : {}),
        ...(message ? { 'exception.message': message } : {}),
        ...(stack ? { 'exception.stacktrace': stack } : {}),
      },
      at,
    );
  }

  /** Whether it would carry an order if it were sent. */
  get isOfOrder(): boolean {
    return this[SCOPE_OF_SPAN].order !== undefined || this.attributes[ATTR_ORDER_ID] !== undefined;
  }

  /**
   * At the end: what the work is bound to by then. What the host said of the order itself stands. False:
   * it is of no order.
   */
  takeOrder(): boolean {
    const { order, status } = this[SCOPE_OF_SPAN];
    if (order === undefined) return this.attributes[ATTR_ORDER_ID] !== undefined;
    if (status !== undefined) this.attributes = { [ATTR_ORDER_STATUS]: status, ...this.attributes };
    if (this.#isMixed) this.attributes = { ...Object.fromEntries(order.entries), ...this.attributes };
    else this.orderShared = order;
    return true;
  }

  /** Names that anybody may choose could be among those that are shared. */
  #mix(): void {
    if (this.#isMixed) return;
    this.#isMixed = true;
    this.attributes = { ...Object.fromEntries(this.shared?.entries ?? []), ...this.attributes };
    this.shared = undefined;
    this.#count = Object.keys(this.attributes).length;
  }

  /** Where the host says when it began. */
  startedAt(at: TimeInput): void {
    this.startTime = readTime(at, this.#offsetMs);
  }

  end(at?: TimeInput): void {
    if (this.#ended) {
      diag.debug(`orderwatch: the span ${this.name} was ended twice`);
      return;
    }
    this.endTime = at === undefined ? this.#now() : readTime(at, this.#offsetMs);
    if (secondsBetween(this.startTime, this.endTime) < 0) this.endTime = this.startTime;
    this.#ended = true;
    this.#kit.onEnd(this);
  }

  #now(): HrTime {
    return hrTimeOf(this.#offsetMs + performance.now());
  }
}

const UNSET: SpanStatus = { code: SpanStatusCode.UNSET };

/** The oldest go first; gives how many went. */
function makeRoom(items: unknown[], limit: number): number {
  if (limit === 0) return 1;
  if (items.length < limit) return 0;
  items.shift();
  return 1;
}
