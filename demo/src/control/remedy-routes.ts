import { Router } from 'express';
import { REMEDIES, REMEDY_NAMES, type RemedyName } from '../switches/remedy.ts';
import { Problem } from '../web/problem.ts';
import { jsonBody } from '../web/read-body.ts';
import type { ControlRoom } from './control-room.ts';

export function createRemedyRoutes(room: ControlRoom): Router {
  const routes = Router();
  const shown = (remedy: RemedyName) => ({ remedy, on: room.remedies[remedy], means: REMEDIES[remedy] });

  routes.get('/remedies', (_request, response) => {
    response.json({ remedies: REMEDY_NAMES.map(shown) });
  });
  routes.put('/remedies/:name', jsonBody('10kb'), async (request, response) => {
    const name = REMEDY_NAMES.find((known) => known === request.params['name']);
    if (name === undefined) {
      throw new Problem(404, 'remedy-unknown', `remedies are ${REMEDY_NAMES.join(', ')}`);
    }
    const on: unknown = (request.body as { on?: unknown } | undefined)?.on;
    if (typeof on !== 'boolean') {
      throw new Problem(400, 'body-invalid', 'the body cannot be used', {
        problems: ['on: must be true or false'],
      });
    }
    await room.setRemedy(name, on);
    response.json(shown(name));
  });
  return routes;
}
