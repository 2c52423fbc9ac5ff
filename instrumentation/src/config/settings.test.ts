import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settingsFrom } from './settings.ts';
import { VARIABLES } from './variables.ts';

describe('settings', () => {
  it('take the environment before code, and code before the default', () => {
    const settings = settingsFrom(
      { serviceName: 'code', endpoint: 'http://code:4318', baggageHosts: ['code'] },
      { OTEL_SERVICE_NAME: 'environment', ORDERWATCH_BAGGAGE_HOSTS: 'a, b' },
    );
    expect(settings.resource['service.name']).toBe('environment');
    expect(settings.traces.target.url).toBe('http://code:4318/v1/traces');
    expect(settings.logs.target.url).toBe('http://code:4318/v1/logs');
    expect(settings.baggageHosts).toEqual(['a', 'b']);
    expect(settings.heartbeatMs).toBe(10_000);
  });

  it('take the variable of a signal before the general one', () => {
    const { traces, logs } = settingsFrom(
      {},
      {
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://all:4318/',
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://traces/in',
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
        OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'http/protobuf',
        OTEL_EXPORTER_OTLP_HEADERS: 'a=1,b=2%203',
        OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'a=4',
        OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
        OTEL_LOGS_EXPORTER: 'none',
      },
    );
    expect(traces.target).toMatchObject({
      url: 'http://traces/in',
      encoding: 'json',
      headers: { a: '4', b: '2 3' },
      gzip: true,
    });
    expect(logs.target).toMatchObject({ url: 'http://all:4318/v1/logs', encoding: 'protobuf' });
    expect([traces.exporter, logs.exporter]).toEqual(['otlp', 'none']);
  });

  it('choose the libraries', () => {
    const chosen = settingsFrom(
      {},
      { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http,pg,express', OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'pg' },
    );
    expect([...chosen.instrumentations]).toEqual(['http', 'express']);
  });

  it('tell every wrong value, and go on without it', () => {
    const { problems, sampler, exitDeadlineMs } = settingsFrom(
      {},
      { OTEL_TRACES_SAMPLER: 'some', ORDERWATCH_EXIT_DEADLINE_MS: '-1', OTEL_RESOURCE_ATTRIBUTES: '=x' },
    );
    expect(problems).toHaveLength(3);
    expect([sampler.name, exitDeadlineMs]).toEqual(['parentbased_always_on', 1500]);
  });

  it('treat an empty variable as one that is not set', () => {
    expect(settingsFrom({}, { ORDERWATCH_BAGGAGE_HOSTS: '', OTEL_SDK_DISABLED: ' ' })).toMatchObject({
      baggageHosts: null,
      disabled: false,
      problems: [],
    });
  });
});

it('every variable says what it means', () => {
  for (const { meaning } of Object.values(VARIABLES)) expect(meaning).not.toBe('');
});

it('the README has every variable of our own, with its meaning', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  for (const [name, { type, meaning }] of Object.entries(VARIABLES)) {
    if (name.startsWith('ORDERWATCH_')) expect(readme).toContain(`| \`${name}\` | ${type} | ${meaning} |`);
  }
});
