import type { Model } from '@orderwatch/model';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from '@prometheus-io/client';
import { combinations, labelSets, OTHER } from './label-sets.ts';
import { type LabelSet, METRICS, type MetricDefinition } from './metric-table.ts';

/** The instruments of the table, with `registry` for the endpoint that shows them. */
export type Metrics = { readonly [K in keyof typeof METRICS]: Instrument<(typeof METRICS)[K]> } & {
  readonly registry: Registry;
};

interface CounterOf<L extends string> {
  inc(labels: Readonly<Record<L, string>>, by?: number): void;
}
interface GaugeOf<L extends string> {
  set(labels: Readonly<Record<L, string>>, value: number): void;
}
interface HistogramOf<L extends string> {
  observe(labels: Readonly<Record<L, string>>, value: number): void;
}
type LabelsOf<D extends MetricDefinition> = Extract<keyof D['labels'], string>;
type Instrument<D extends MetricDefinition> = {
  counter: CounterOf<LabelsOf<D>>;
  gauge: GaugeOf<LabelsOf<D>>;
  histogram: HistogramOf<LabelsOf<D>>;
}[D['type']];

type Labels = Readonly<Record<string, string>>;
type Sets = Readonly<Record<LabelSet, readonly string[]>>;

/**
 * Creates every metric of the table in a registry of its own, each with all its series from the start,
 * beside the defaults of the process and its event loop. A gauge that was not measured yet is NaN. A
 * label value that the model does not know is counted as `other`, so series stay bounded.
 */
export function createMetrics(model: Model, watcherVersion: string): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const sets = labelSets(model, watcherVersion);
  const created = Object.entries<MetricDefinition>(METRICS).map(([key, definition]) => [
    key,
    instrument(definition, sets, registry),
  ]);
  // The mapped type cannot be followed through Object.entries; the table itself makes both sides.
  const metrics = { ...Object.fromEntries(created), registry } as Metrics;
  metrics.buildInfo.set({ version: watcherVersion, model_version: model.version }, 1);
  return metrics;
}

function instrument(definition: MetricDefinition, sets: Sets, registry: Registry) {
  const { name, help } = definition;
  const labelNames = Object.keys(definition.labels);
  const config = { name, help, labelNames, registers: [registry] };
  const series = combinations(Object.entries(definition.labels).map(([label, set]) => [label, sets[set]]));
  const bounded = (labels: Labels) => boundLabels(definition, sets, labels);
  switch (definition.type) {
    case 'counter': {
      const counter = new Counter<string>(config);
      for (const labels of series) counter.inc(labels, 0);
      return { inc: (labels: Labels, by = 1) => counter.inc(bounded(labels), by) };
    }
    case 'gauge': {
      const gauge = new Gauge<string>(config);
      for (const labels of series) gauge.set(labels, Number.NaN);
      return { set: (labels: Labels, value: number) => gauge.set(bounded(labels), value) };
    }
    case 'histogram': {
      const histogram = new Histogram<string>({ ...config, buckets: [...(definition.buckets ?? [])] });
      for (const labels of series) histogram.zero(labels);
      return { observe: (labels: Labels, value: number) => histogram.observe(bounded(labels), value) };
    }
  }
}

function boundLabels(definition: MetricDefinition, sets: Sets, labels: Labels): Labels {
  const bounded: Record<string, string> = {};
  for (const [label, set] of Object.entries(definition.labels)) {
    const value = labels[label] ?? OTHER;
    bounded[label] = sets[set].includes(value) ? value : OTHER;
  }
  return bounded;
}
