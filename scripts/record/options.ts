import { parseArgs } from 'node:util';

export const USAGE = `Records traffic of the demo platform, faults included, for \`npm start\`.

  npm run record
  npm run record -- --weeks 1 --per-day 3 --out /tmp/short.ndjson.gz

  --weeks <n>     in which orders begin (4)
  --tail <n>      weeks after that, in which those go on (3)
  --per-day <n>   orders a day (8)
  --seed <n>      of everything that is left to chance (1)
  --port <n>      of the platform; its services have the next ones (4800)
  --out <file>    (cli/recording/jewellery.ndjson.gz)
  --help

PostgreSQL and RabbitMQ are found or started as the tests do. Four weeks take about ten minutes.
`;

export interface RecordOptions {
  readonly weeks: number;
  readonly tail: number;
  readonly perDay: number;
  readonly seed: number;
  readonly port: number;
  readonly out: string;
}

/** Null: help was asked for. Throws a `RangeError` or what `parseArgs` throws. */
export function readOptions(args: readonly string[], out: string): RecordOptions | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      weeks: { type: 'string', default: '4' },
      tail: { type: 'string', default: '3' },
      'per-day': { type: 'string', default: '8' },
      seed: { type: 'string', default: '1' },
      port: { type: 'string', default: '4800' },
      out: { type: 'string', default: out },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  return {
    weeks: whole('--weeks', values.weeks, 1, 52),
    tail: whole('--tail', values.tail, 0, 52),
    perDay: whole('--per-day', values['per-day'], 1, 1_000),
    seed: whole('--seed', values.seed, 0, 2 ** 32 - 1),
    port: whole('--port', values.port, 1, 65_000),
    out: values.out,
  };
}

function whole(flag: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (text !== '' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw new RangeError(`${flag} must be a whole number from ${min} to ${max}`);
}
