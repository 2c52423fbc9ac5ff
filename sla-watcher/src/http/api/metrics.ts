import type { HttpDeps } from '../deps.ts';
import type { Route } from '../route.ts';
import { metricsContentType, renderMetrics } from './exposition.ts';

export function metricsRoutes(deps: HttpDeps): readonly Route[] {
  return [
    {
      method: 'get',
      path: '/metrics',
      async handle(request, response) {
        const contentType = metricsContentType(request.headers.accept ?? '');
        const body = await renderMetrics(deps.metrics, contentType);
        response.setHeader('Content-Type', contentType);
        response.setHeader('Vary', 'Accept');
        response.end(body);
      },
    },
  ];
}
