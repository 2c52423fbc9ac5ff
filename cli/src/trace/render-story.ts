import {
  type Anomaly,
  isHopObservation,
  isLoss,
  lastMark,
  lossesTitle,
  lossesToTell,
  type Observation,
  type OrderState,
} from '@orderwatch/sla-watcher';
import type { Style } from '../show/screen.ts';
import { renderTable } from '../show/table.ts';
import { renderDeadlines } from './render-deadlines.ts';
import { renderDiagnosis, renderDisagreement } from './render-diagnosis.ts';
import { renderTimeline } from './render-timeline.ts';
import type { Story } from './story.ts';
import { heading, indent, type View } from './view.ts';

const COLOUR: Readonly<Record<OrderState, Style>> = {
  late: 'red',
  undetermined: 'yellow',
  'at-risk': 'yellow',
  'on-track': 'green',
  ended: 'cyan',
  'left-out': 'dim',
};
const OBSERVATIONS_SHOWN = 6;

/** The whole story of an order, as lines. All data in it must be showable already. */
export function renderStory(story: Story, view: View): readonly string[] {
  const { texts } = view;
  const { anomalies, judgements, diagnoses, disagreements, at } = story.verdict;
  return [
    ...renderHead(story, view),
    ...section(
      texts.diagnoses,
      diagnoses.flatMap((diagnosis) => renderDiagnosis(diagnosis, view)),
      view,
    ),
    ...section(
      texts.disagreements,
      disagreements.map(({ disagreement }) => renderDisagreement(disagreement, at, view)),
      view,
    ),
    ...heading(view, texts.timeline),
    ...indent(renderTimeline(story.courses, at, view)),
    ...heading(view, texts.deadlines),
    ...indent(renderDeadlines(judgements, view)),
    ...section(
      texts.anomalies,
      anomalies.map((anomaly) => renderAnomaly(anomaly, view)),
      view,
    ),
    ...section(texts.alarms, renderAlarms(story, view), view),
    ...section(
      texts.witnesses,
      story.blind.map((eye) => texts.isBlind(eye.witness, eye.detail)),
      view,
    ),
    ...renderObservations(story.observations, view),
  ];
}

function renderHead({ record, verdict, courses }: Story, view: View): readonly string[] {
  const { texts, times, paint } = view;
  const { journey, modelVersion } = record;
  const others = journey.ids.filter((id) => id !== journey.order);
  const mark = lastMark(journey);
  const seen =
    mark === null ? [] : [texts.lastSeen(mark.witness, mark.at === null ? null : times.second(mark.at))];
  const attributes = Object.entries(journey.attributes).map(([name, { value }]) => `${name} ${value}`);
  const version = view.model.version;
  return [
    `${paint('bold', texts.order(journey.order))}  ${paint(COLOUR[verdict.state], texts.state[verdict.state])}`,
    [
      whereabouts(
        verdict,
        courses.every(({ ended }) => ended),
        view,
      ),
      ...seen,
    ].join(' '),
    ...(others.length > 0 ? [texts.alsoKnownAs(others.join(', '))] : []),
    ...(attributes.length > 0 ? [`${texts.attributes}: ${attributes.join(', ')}`] : []),
    texts.judgedAt(times.second(verdict.at), times.zone, version),
    ...(modelVersion === view.model.version ? [] : [texts.judgedBefore(modelVersion)]),
    ...(journey.truncated ? [texts.truncated] : []),
  ];
}

function whereabouts({ current, at }: Story['verdict'], ended: boolean, { texts, times }: View): string {
  if (current === null) return texts.noStage;
  const since = current.at === null ? null : times.second(current.at);
  if (ended) return texts.ended(current.stage, since);
  return texts.inStage(current.stage, since, current.at === null ? null : times.length(at - current.at));
}

function renderAnomaly(anomaly: Anomaly, { texts, times }: View): string {
  const at = anomaly.at === null ? texts.timeUnknown : times.second(anomaly.at);
  const said = () => {
    switch (anomaly.kind) {
      case 'illegal-transition':
        return texts.anomaly.illegal(anomaly.from, anomaly.to);
      case 'out-of-order':
        return texts.anomaly.outOfOrder(anomaly.from, anomaly.to);
      case 'time-backwards':
        return texts.anomaly.backwards(anomaly.from, anomaly.to, times.length(anomaly.byMs));
      case 'duplicate':
        return texts.anomaly.duplicate(anomaly.stage);
    }
  };
  return `${at}  ${texts.anomalyKind[anomaly.kind]}: ${said()} (${anomaly.witness})`;
}

function renderAlarms({ incidents }: Story, { texts, words, times }: View): readonly string[] {
  return incidents.map((incident) => {
    const { id, kind, severity, rule, openedAt } = incident;
    const what = isLoss(incident) ? lossesTitle(lossesToTell(incident), words) : texts.incidentKind[kind];
    return `${severity}: ${what}, ${rule}; ${texts.alarmSince(times.second(openedAt), id)}`;
  });
}

/** The last ones, the newest at the end. */
function renderObservations(observations: readonly Observation[], view: View): readonly string[] {
  const { texts, times } = view;
  const last = observations.slice(-OBSERVATIONS_SHOWN);
  const rows = last.map((observation) => {
    const { at, kind, system, witness, line } = observation;
    const place = isHopObservation(observation) ? (observation.step.hop ?? '') : observation.stage;
    return [at === null ? texts.timeUnknown : times.second(at), place, kind, system, witness, line];
  });
  const columns = ['', '', '', '', '', ''].map((title) => ({ title, align: 'left' }) as const);
  return section(
    texts.observations(last.length, observations.length),
    renderTable(columns, rows).slice(1),
    view,
  );
}

function section(title: string, lines: readonly string[], view: View): readonly string[] {
  return lines.length === 0 ? [] : [...heading(view, title), ...indent(lines)];
}
