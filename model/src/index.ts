export { orderIdOf } from './ids.ts';
export type {
  AnomalyKind,
  AttributeType,
  AttributeValue,
  BrokerWitness,
  Calendar,
  Capture,
  ChannelConfig,
  DatabaseWitness,
  DayHours,
  DeadLetterWitness,
  DriftKind,
  DriftLimit,
  EventWitness,
  FileWitness,
  FlowWatch,
  Hop,
  Language,
  LeaveOut,
  Limit,
  LimitPlace,
  MaintenanceWindow,
  Model,
  NotifyPolicy,
  OutboxWitness,
  ProbeWitness,
  Segment,
  SegmentTest,
  Severity,
  SideWitness,
  Span,
  Stage,
  StageWitness,
  System,
  TableMapping,
  TableShape,
  TableWitness,
  TraceWitness,
  Via,
  Warning,
  Witness,
} from './model.ts';
export { readsTable, tellsStages } from './model.ts';
export { type ParseOptions, type ParseResult, parseModel } from './parse.ts';
export type { Parsed } from './parsed.ts';
export { type Problem, renderProblem } from './problem.ts';
export { PROBLEM_CODES, type ProblemCode } from './problem-codes.ts';
export { eventSchema, type OrderEvent, type StatusEvent, statusEventSchema } from './schema/event.ts';
export { renderEventJsonSchema, renderModelJsonSchema } from './schema/json-schema.ts';
export { matchesSegment } from './segment.ts';
export { parseSize, renderSize } from './size.ts';
export { parseDate, parseInstant } from './time/dates.ts';
export { parseDuration, renderDuration } from './time/duration.ts';
export { hasOffset, parseTimeFormat, type TimeField, type TimeToken } from './time/time-format.ts';
export { parseZone } from './time/zone.ts';
