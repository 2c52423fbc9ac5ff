/**
 * The parsed model: what `orderwatch.yaml` says, checked, completed with defaults and frozen.
 * All durations are milliseconds, all instants epoch milliseconds.
 */
export interface Model {
  /** Content hash of the file as parsed (comments and layout aside): the model's version. */
  readonly version: string;
  readonly name: string;
  readonly environment: string;
  /** IANA zone of dates that carry none, and of messages. */
  readonly timezone: string;
  readonly language: Language;
  /** Records what it would have told, and tells nobody. */
  readonly shadow: boolean;
  readonly systems: ReadonlyMap<string, System>;
  /** In the order in which orders walk them; `Stage.rank` is the position. */
  readonly stages: ReadonlyMap<string, Stage>;
  readonly hops: ReadonlyMap<string, Hop>;
  /** As written; for one place the first limit whose segment matches holds. */
  readonly limits: readonly Limit[];
  readonly calendars: ReadonlyMap<string, Calendar>;
  readonly witnesses: ReadonlyMap<string, Witness>;
  readonly leaveOut: readonly LeaveOut[];
  readonly maintenance: readonly MaintenanceWindow[];
  readonly anomalies: Readonly<Record<AnomalyKind, Severity | 'off'>>;
  /** What two witnesses say that cannot both be true, by kind: null is only shown and counted. */
  readonly drift: Readonly<Record<DriftKind, DriftLimit>>;
  readonly flow: FlowWatch | null;
  readonly channels: ReadonlyMap<string, ChannelConfig>;
  readonly notify: ReadonlyMap<Severity, NotifyPolicy>;
}

export type Language = 'en' | 'ru';
/** `page` wakes somebody; `digest` waits for the morning. */
export type Severity = 'page' | 'digest';
export type AnomalyKind = 'illegal-transition' | 'out-of-order' | 'time-backwards' | 'duplicate';
/**
 * `disagree`: two databases say different things, and no hop explains it. `vanished`: a row that was there
 * is gone. `hidden`: a row is there, and the list that people work with does not show it.
 */
export type DriftKind = 'disagree' | 'vanished' | 'hidden';
export type AttributeValue = string | number | boolean;

export interface System {
  readonly name: string;
  readonly title: string;
  /** How this system writes order ids; the first pattern that matches rewrites. Patterns are anchored. */
  readonly ids: readonly { readonly match: RegExp; readonly order: string }[];
  /** The hosts that are this system, in lower case: `name`, `name:port` or `*.domain`. */
  readonly hosts: readonly string[];
}

export interface Stage {
  readonly name: string;
  /** The system that writes this status. */
  readonly system: string;
  readonly rank: number;
  readonly start: boolean;
  readonly end: 'success' | 'cancelled' | 'failed' | null;
  readonly next: readonly string[];
  /** May follow any stage that is not an end. */
  readonly afterAny: boolean;
  /** The stage that this one undoes (a compensating step). */
  readonly compensates: string | null;
}

export type Via = 'amqp' | 'http' | 'table' | 'file';

/** The way of one status from the system that wrote it to one that must learn of it. */
export interface Hop {
  readonly name: string;
  readonly status: string;
  readonly from: string;
  readonly to: string;
  readonly via: Via;
  /** How telemetry calls its carrier; what is null was not said. `amqp`: */
  readonly exchange: string | null;
  /** As in a binding of a topic exchange: `*` is one word, `#` any number. */
  readonly routingKey: string | null;
  readonly queue: string | null;
  /** `http`: `POST /orders/:id/confirm`. */
  readonly route: string | null;
  /** The witness whose word alone proves that the status arrived; null: that of any who speaks for `to`. */
  readonly proof: string | null;
}

/** Attribute → what its value must be. An attribute that the order lacks matches nothing. */
export type Segment = Readonly<Record<string, SegmentTest>>;
export type SegmentTest =
  | { readonly oneOf: readonly AttributeValue[] }
  | { readonly min: number | null; readonly max: number | null };

export type LimitPlace =
  | { readonly kind: 'stage'; readonly stage: string }
  | { readonly kind: 'hop'; readonly hop: string }
  | { readonly kind: 'order' }
  /** The due time stands in the order itself: an attribute of type `date` or `instant`. */
  | { readonly kind: 'promise'; readonly attribute: string };

export interface Limit {
  /** Unique, stable name of the rule, e.g. `stage:SUBMITTED` or `stage:SUBMITTED complexity=high`. */
  readonly rule: string;
  readonly place: LimitPlace;
  readonly when: Segment;
  /** Null for a promise. */
  readonly within: Span | null;
  /** When the order counts as at risk, as time before the due instant or as a part of the limit. */
  readonly warn: Warning | null;
  /** Stages whose time does not count (order limits only). */
  readonly except: readonly string[];
  /** The stage that fulfils an order or promise limit; null: any end. */
  readonly until: string | null;
  readonly severity: Severity;
  readonly runbook: string | null;
  readonly owner: string | null;
}

/** A length of time on the clock (`calendar` null) or in a calendar's open hours. */
export interface Span {
  readonly ms: number;
  readonly calendar: string | null;
  /** As written in the file. */
  readonly text: string;
}

/**
 * `after`: so long after the start (same calendar as the limit); `before`: so long, on the clock,
 * before the due instant (promises); `share`: a part of the limit, between 0 and 1.
 */
export type Warning =
  | { readonly kind: 'after'; readonly ms: number }
  | { readonly kind: 'before'; readonly ms: number }
  | { readonly kind: 'share'; readonly share: number };

export interface Calendar {
  readonly name: string;
  readonly zone: string;
  /** Monday first; minutes of the local day `[from, to)`, sorted, disjoint; `to` may be 1440. */
  readonly week: readonly (readonly DayHours[])[];
  /** Local dates `YYYY-MM-DD` without hours, or with hours of their own (a moved working day). */
  readonly days: ReadonlyMap<string, readonly DayHours[]>;
  /** The last local date that is known; beyond it the weekly hours are assumed and said so. */
  readonly until: string | null;
}
export interface DayHours {
  readonly from: number;
  readonly to: number;
}

export type TableShape = 'history' | 'snapshot' | 'wide';
export type AttributeType = 'string' | 'number' | 'boolean' | 'date' | 'instant';

/** How the columns of a table or file become observations. */
export interface TableMapping {
  readonly shape: TableShape;
  readonly columns: {
    readonly order: string;
    readonly line: string | null;
    /** `history`, `snapshot`: required. `wide`: a status without a time of its own. */
    readonly status: string | null;
    /** `history`: when the status changed. `snapshot`: when the row was last touched. */
    readonly at: string | null;
    /** `wide`: stage → the column with its time. */
    readonly stages: Readonly<Record<string, string>>;
    /** Other ids of the same order: system → column. */
    readonly aliases: Readonly<Record<string, string>>;
  };
  /** Attribute → column and type. */
  readonly attributes: Readonly<Record<string, { readonly column: string; readonly type: AttributeType }>>;
  /** Their status → our stage; null: a status that says nothing. What is not listed is a stage's own name. */
  readonly statuses: Readonly<Record<string, string | null>>;
  /** Zone of times without an offset; null: such a time is a rejection. */
  readonly zone: string | null;
  /** Pattern of times in a file (`M/d/yyyy H:mm`); null: ISO 8601. */
  readonly timeFormat: string | null;
}

interface WitnessBase {
  readonly name: string;
  /** The systems whose word this witness is. */
  readonly systems: readonly string[];
  /** How late it may see things in normal times. */
  readonly lagMs: number;
  /** Further behind than this it is blind. */
  readonly blindAfterMs: number;
  readonly severity: Severity;
}
export interface DatabaseWitness extends WitnessBase {
  readonly kind: 'database';
  readonly urlEnv: string;
  /** Schema-qualified. */
  readonly table: string;
  readonly mapping: TableMapping;
  /** The unique column that breaks ties between equal cursors. */
  readonly key: string;
  /** The column by which new and changed rows are found: grows with every write. */
  readonly cursor: string;
  readonly pollMs: number;
  readonly statementTimeoutMs: number;
  readonly pageRows: number;
  /** How far back the slow sweep for late commits looks, and how often; 0: never. */
  readonly sweep: { readonly everyMs: number; readonly lookbackMs: number };
  /** Whether orders in flight are asked after by id, so that a row that is gone is noticed. */
  readonly census: boolean;
  readonly capture: Capture;
}
/** How changed rows are had: asked for by their cursor, or sent by the server from its log. */
export type Capture =
  | { readonly kind: 'polling' }
  | {
      readonly kind: 'replication';
      readonly slot: string;
      readonly publication: string;
      /** The slot may hold back so much of the server's log, and is given up beyond. */
      readonly maxWalBytes: number;
    };
export interface FileWitness extends WitnessBase {
  readonly kind: 'file';
  readonly mapping: TableMapping;
}
export interface EventWitness extends WitnessBase {
  readonly kind: 'event';
}
/** Spans and log records, as services send them by OTLP. */
export interface TraceWitness extends WitnessBase {
  readonly kind: 'trace';
  /** `service.name` → system. */
  readonly services: Readonly<Record<string, string>>;
  /** Their status → our stage; null: says nothing. Others are a stage by its own name. */
  readonly statuses: Readonly<Record<string, string | null>>;
}
/** Messages that a system has stored and not sent yet: a row each, which goes away or changes once it is sent. */
export interface OutboxWitness extends WitnessBase {
  readonly kind: 'outbox';
  readonly urlEnv: string;
  /** Schema-qualified. A row in it has not been sent. */
  readonly table: string;
  readonly columns: {
    readonly key: string;
    readonly order: string;
    /** The status that the message tells of. */
    readonly status: string;
    /** When it was written; null: nobody says, and it counts from when it was first read. */
    readonly at: string | null;
  };
  /** Their status → our stage; null: says nothing. Others are a stage by its own name. */
  readonly statuses: Readonly<Record<string, string | null>>;
  readonly pollMs: number;
  readonly statementTimeoutMs: number;
  /** Rows read at once, oldest first. */
  readonly pageRows: number;
}
/** The state of the broker's queues, from RabbitMQ's management API. `lagMs`: how old its figures may be. */
export interface BrokerWitness extends WitnessBase {
  readonly kind: 'broker';
  readonly urlEnv: string;
  /** Of its Prometheus port, which alone counts dead letters by reason; null: that is not known. */
  readonly metricsUrlEnv: string | null;
  readonly vhost: string;
  readonly pollMs: number;
}
/** Dead letters, in a bounded queue of our own beside those of others. */
export interface DeadLetterWitness extends WitnessBase {
  readonly kind: 'dead-letters';
  readonly urlEnv: string;
  /** The dead-letter exchanges that it is bound to. */
  readonly exchanges: readonly string[];
  /** Routing keys of dead letters, beside those that hops name and the names of their queues. */
  readonly routingKeys: readonly string[];
  readonly queue: string;
  readonly maxLength: number;
  /** Unused for so long, the broker deletes the queue. */
  readonly expiresMs: number;
  /** Where a message names its order, when its baggage does not. */
  readonly orderIn:
    | { readonly kind: 'baggage' }
    | { readonly kind: 'header'; readonly name: string }
    /** RFC 6901, into a JSON body. */
    | { readonly kind: 'body'; readonly pointer: string };
  readonly pollMs: number;
}
/** A list of orders as people see it, read over HTTP. */
export interface ProbeWitness extends WitnessBase {
  readonly kind: 'probe';
  readonly urlEnv: string;
  /** Joined to the URL; may hold `{status}` and `{next}`. */
  readonly path: string;
  /** JSON pointers (RFC 6901): to the list, and within an entry. */
  readonly items: string;
  readonly order: string;
  readonly status: string;
  /** To what `{next}` becomes for the next page; null: there is one page. */
  readonly next: string | null;
  /** The stages that the list shows. */
  readonly stages: readonly string[];
  readonly statuses: Readonly<Record<string, string | null>>;
  readonly pollMs: number;
  readonly timeoutMs: number;
  /** A longer list makes it blind. */
  readonly maxPages: number;
}
export type TableWitness = DatabaseWitness | FileWitness;
/** Those that wait to be told. */
export type PushWitness = EventWitness | TraceWitness;
/** Those whose word it is in which stage an order is. */
export type StageWitness = TableWitness | PushWitness;
/** Those that see something beside it: of a message, of a queue, of a list. */
export type SideWitness = OutboxWitness | BrokerWitness | DeadLetterWitness | ProbeWitness;
export type Witness = StageWitness | SideWitness;

/** Whether a witness says in which stage an order is. */
export function tellsStages(witness: Witness): witness is StageWitness {
  return readsTable(witness) || witness.kind === 'event' || witness.kind === 'trace';
}

/** Whether a witness reads rows; the others wait to be told. */
export function readsTable(witness: Witness): witness is TableWitness {
  return witness.kind === 'database' || witness.kind === 'file';
}

export type LeaveOut =
  | { readonly kind: 'segment'; readonly when: Segment }
  | { readonly kind: 'id'; readonly match: RegExp };

export interface MaintenanceWindow {
  readonly name: string;
  /** Null: all systems. */
  readonly systems: readonly string[] | null;
  readonly during:
    | { readonly kind: 'once'; readonly from: number; readonly to: number }
    /** Day 0 is Monday; minutes of that local day. `to` may exceed 1440 to reach into the next day. */
    | { readonly kind: 'weekly'; readonly day: number; readonly from: number; readonly to: number };
}

/** How long a contradiction may stand; severity `off`: it is only shown and counted. */
export interface DriftLimit {
  readonly withinMs: number;
  readonly severity: Severity | 'off';
}

/** Tells when no orders begin, against the same hours of the last `weeks` weeks. */
export interface FlowWatch {
  readonly severity: Severity;
  readonly weeks: number;
}

export type ChannelConfig =
  | { readonly kind: 'console'; readonly name: string; readonly fallback: string | null }
  | {
      readonly kind: 'slack';
      readonly name: string;
      /** Conversation id (`C…`), not a name: `chat.update` takes ids only. */
      readonly channel: string;
      readonly tokenEnv: string;
      readonly fallback: string | null;
    };

export interface NotifyPolicy {
  readonly severity: Severity;
  readonly to: readonly string[];
  readonly groupWaitMs: number;
  readonly groupIntervalMs: number;
  /** How long after its opening an incident takes further orders; later ones open a new one. */
  readonly joinForMs: number;
  /** Minute of the local day at which a digest goes out; null: at once. */
  readonly dailyAtMinute: number | null;
  /** So long after the last message an incident that still lasts is told anew; null: never. */
  readonly repeatMs: number | null;
  /** Who is told as well, once an incident has lasted so long. */
  readonly escalate: { readonly afterMs: number; readonly to: readonly string[] } | null;
}
