import type { ReadyAnswer } from '../api-types.ts';
import type { HttpDeps } from '../deps.ts';
import type { Route } from '../route.ts';

/** Probes: never behind the token, and cheap enough to be asked every second. */
export function healthRoutes(deps: HttpDeps): readonly Route[] {
  return [
    {
      // The process answers. Whether it can work is the other question: a restart mends no database.
      method: 'get',
      path: '/healthz',
      handle(_request, response) {
        response.json({ alive: true });
      },
    },
    {
      method: 'get',
      path: '/readyz',
      async handle(_request, response) {
        const checks = await deps.ready();
        const answer: ReadyAnswer = {
          ready: checks.every((check) => check.ok),
          checks: checks.map(({ name, ok, detail }) => ({ name, ok, detail })),
        };
        response.status(answer.ready ? 200 : 503).json(answer);
      },
    },
  ];
}
