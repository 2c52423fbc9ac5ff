/**
 * All of the watcher that other packages may use. Whoever needs more adds it here, by name.
 */

// Building and running the watcher.
export {
  createTelemetryReader,
  createWitnesses,
  startWatcher,
  type WitnessDeps,
  type Watcher,
  type WatcherOptions,
} from './compose.ts';
export { LOG_LEVELS, type LogLevel, type Settings, settingsFrom, VARIABLES } from './config/settings.ts';
export { type Environment, secretFrom } from './config/secrets.ts';
export { buildChannels, type ChannelOptions } from './deliver/build-channels.ts';
export { decodeLogs, decodeTraces } from './observe/otlp/decode.ts';
export { OtlpInvalid } from './observe/otlp/otlp-invalid.ts';
export type { DecodedLogs, DecodedSpan, DecodedTraces, OtlpForm } from './observe/otlp/telemetry.ts';
export { createWanted, type Wanted } from './observe/otlp/wanted.ts';
export { createPostgresWitness } from './observe/postgres/create-postgres-witness.ts';
export { createReplicationWitness } from './observe/postgres/replication/create-replication-witness.ts';
export { createOutboxWitness } from './observe/postgres/outbox/create-outbox-witness.ts';
export { createProbeWitness } from './observe/probe/create-probe-witness.ts';
export { createFastClock, systemClock } from './schedule/clock.ts';
export { RHYTHM, type Rhythm } from './schedule/loops.ts';
export { openStore } from './store/open-store.ts';
export { createLogger, type Logger, type LogOptions } from './telemetry/log.ts';

// The steps and what they need, for those who drive them by hand.
export { ingest, type IngestResult, notify, redue, tick } from './pipeline.ts';
export { type Assessment, type Assessor, createAssessor } from './pipeline/assess.ts';
export type { PipelineDeps, PipelineEvents } from './pipeline/deps.ts';
export { createExpected } from './pipeline/expected.ts';
export { createHealthBoard, type HealthBoard } from './pipeline/health-board.ts';
export type {
  Channel,
  ChannelAnswer,
  Clock,
  PolledWitness,
  Store,
  StoredWitness,
  StoreReads,
  StoreTx,
  WitnessBatch,
} from './ports.ts';

// Working time, for those who measure it.
export { compileCalendar } from './deadline/calendar.ts';

// Backtest.
export { type BacktestOptions, type BacktestReport, backtest, backtestStored } from './backtest.ts';
export { type EventFileOptions, type FileProgress, readEventFile } from './observe/events/read-event-file.ts';
export type { FileContent } from './observe/events/record-form.ts';
export type { Finding, RuleTally } from './report/tally.ts';

// What was told against what is known to be true.
export {
  type ClassScore,
  columnOf,
  type Confusion,
  confusionOf,
  healthyCalledLost,
  type KnownCase,
  scoreClasses,
  type ToldLoss,
} from './report/accuracy.ts';

// One order, as people and programs are shown it.
export { instant } from './http/api/instant.ts';
export { incidentJson } from './http/api/incidents.ts';
export { orderDetail } from './http/api/order-json.ts';
export type { DiagnosisJson, IncidentJson, OrderDetail } from './http/api-types.ts';
export { findOrder } from './http/find-order.ts';
export { lastMark } from './http/last-seen.ts';
export { cut, oneLine } from './deliver/plain-text.ts';
export { MESSAGE_TEXTS } from './incident/message-languages.ts';
export { renderPlace } from './incident/message-place.ts';
export { renderLength, type TimeWords } from './incident/message-time.ts';
export { isLoss, lossesToTell } from './words/incident-losses.ts';
export {
  lossesTitle,
  renderEvidence,
  renderMissing,
  renderReplay,
  type Show,
  stepsOf,
} from './words/render.ts';
export { evidenceThat } from './words/strongest.ts';
export { wordsOf } from './words/words-of.ts';
export type { Words } from './words/words.ts';

// The types that cross steps.
export { candidatesOf, LOSS_CLASSES, type LossClass } from './domain/diagnosis.ts';
export type { ClockAssumption, Deadline, DeadlineEnd, ExplainedClock, Pause } from './domain/deadline.ts';
export type { Diagnosis, Evidence } from './domain/diagnosis.ts';
export type { Disagreement } from './domain/disagreement.ts';
export { isHopObservation } from './domain/observation.ts';
export { ConfigInvalid, OrderwatchError, StoreUnavailable, WitnessUnavailable } from './domain/errors.ts';
export type { Alarm, Incident, Member } from './domain/incident.ts';
export type { Anomaly, Arrival, Course, HopMark, Journey, Visit } from './domain/journey.ts';
export type { JourneyRecord } from './domain/journey-record.ts';
export type { HopPoint, Observation, RawRecord, Rejection, RejectionReason } from './domain/observation.ts';
export { type Judgement, type OrderState, type Outcome, placeName, type Verdict } from './domain/verdict.ts';
export type { HealthByWitness, WitnessHealth } from './domain/witness-health.ts';
