/**
 * Every metric of the watcher itself: name, help, labels. No other file holds a metric's name. The list
 * in docs/http.md is held equal to this table by a test.
 */
export const METRICS = {
  orders: {
    type: 'gauge',
    name: 'orderwatch_orders',
    help: 'Orders by state, as last judged.',
    labels: { state: 'order-state' },
  },
  observations: {
    type: 'counter',
    name: 'orderwatch_observations_total',
    help: 'Observations that witnesses brought; a repeated one counts again.',
    labels: { witness: 'witness' },
  },
  rejections: {
    type: 'counter',
    name: 'orderwatch_rejections_total',
    help: 'Inputs that were refused and kept as rejections.',
    labels: { witness: 'witness', reason: 'rejection-reason' },
  },
  alarmsRaised: {
    type: 'counter',
    name: 'orderwatch_alarms_raised_total',
    help: 'Alarms raised on orders, by the rule of the model.',
    labels: { rule: 'rule' },
  },
  alarmsCleared: {
    type: 'counter',
    name: 'orderwatch_alarms_cleared_total',
    help: 'Alarms that ended, by why.',
    labels: { reason: 'leave-reason' },
  },
  falseAlarms: {
    type: 'counter',
    name: 'orderwatch_false_alarms_total',
    help: 'Alarms that late news proved wrong: the order had moved in time.',
    labels: {},
  },
  incidentsOpen: {
    type: 'gauge',
    name: 'orderwatch_incidents_open',
    help: 'Incidents that are not resolved.',
    labels: { severity: 'severity' },
  },
  notices: {
    type: 'counter',
    name: 'orderwatch_notices_total',
    help: 'Decisions to tell of an incident, or not to, by why.',
    labels: { reason: 'notice-reason', severity: 'severity' },
  },
  deliveries: {
    type: 'counter',
    name: 'orderwatch_deliveries_total',
    help: 'Attempts to tell a channel, by what came of them.',
    labels: { channel: 'channel', outcome: 'delivery-outcome' },
  },
  possibleRepeats: {
    type: 'counter',
    name: 'orderwatch_possible_repeats_total',
    help: 'Messages sent again because the end of an earlier attempt is not known.',
    labels: { channel: 'channel' },
  },
  witnessUp: {
    type: 'gauge',
    name: 'orderwatch_witness_up',
    help: '1 while the witness is healthy, 0 while it is blind, NaN while nobody can know.',
    labels: { witness: 'witness' },
  },
  witnessWatermarkLag: {
    type: 'gauge',
    name: 'orderwatch_witness_watermark_lag_seconds',
    help: 'How far behind now the witness has seen everything; NaN: it has no watermark.',
    labels: { witness: 'witness' },
  },
  witnessSkew: {
    type: 'gauge',
    name: 'orderwatch_witness_skew_seconds',
    help: "How far the witness's clock is ahead of ours.",
    labels: { witness: 'witness' },
  },
  tickDuration: {
    type: 'histogram',
    name: 'orderwatch_tick_duration_seconds',
    help: 'How long one round of judging what is due took.',
    labels: {},
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30],
  },
  tickLateness: {
    type: 'histogram',
    name: 'orderwatch_tick_lateness_seconds',
    help: 'How long after its due instant an order was judged.',
    labels: {},
    buckets: [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600],
  },
  buildInfo: {
    type: 'gauge',
    name: 'orderwatch_build_info',
    help: 'Always 1; the versions of the watcher and of its model stand in the labels.',
    labels: { version: 'watcher-version', model_version: 'model-version' },
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;

export interface MetricDefinition {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly name: string;
  readonly help: string;
  /** Label → the bounded set that its values come from. */
  readonly labels: Readonly<Record<string, LabelSet>>;
  /** Upper bounds, in the unit that the name ends in. */
  readonly buckets?: readonly number[];
}

/** All bounded by the model or by our own types: an order id is in none of them. */
export type LabelSet =
  | 'order-state'
  | 'witness'
  | 'rejection-reason'
  | 'rule'
  | 'leave-reason'
  | 'severity'
  | 'notice-reason'
  | 'channel'
  | 'delivery-outcome'
  | 'watcher-version'
  | 'model-version';
