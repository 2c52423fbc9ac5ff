/** What one way of getting a server came to; a way that applies and then breaks throws instead. */
export type Attempt<T> = { kind: 'found'; value: T } | { kind: 'absent'; reason: string };

/** One way of getting a server: a name for people, and the attempt. */
export interface Way<T> {
  name: string;
  attempt(): Promise<Attempt<T>>;
}

export function found<T>(value: T): Attempt<T> {
  return { kind: 'found', value };
}

export function absent(reason: string): Attempt<never> {
  return { kind: 'absent', reason };
}

/** What cannot be had: a test run must fail on it, because a skipped test looks like a passed one. */
export class ServiceUnavailableError extends Error {
  readonly code = 'service_unavailable';
  readonly retryable = false;

  constructor(service: string, tried: readonly string[], fix: string) {
    super(
      [`${service} cannot be had.`, ...tried.map((line) => `  - ${line}`), `To fix it: ${fix}`].join('\n'),
    );
    this.name = 'ServiceUnavailableError';
  }
}

/** Takes the first way that works, in the order given; fails with the reason of every one. */
export async function takeFirstWay<T>(service: string, ways: readonly Way<T>[], fix: string): Promise<T> {
  const tried: string[] = [];
  for (const way of ways) {
    const attempt = await way.attempt();
    if (attempt.kind === 'found') return attempt.value;
    tried.push(`${way.name}: ${attempt.reason}`);
  }
  throw new ServiceUnavailableError(service, tried, fix);
}
