import type { DemoOptions } from './options.ts';

const HOST = 'http://127.0.0.1';
/** How the services' ports follow the first one. */
const MES = 3;

/** What there is to see, and how to break it. */
export function renderGreeting({ port, watcherPort, hasWatcher, rate, minutes }: DemoOptions): string {
  const control = `${HOST}:${port}`;
  const howLong = minutes === 0 ? 'until Ctrl-C' : `for ${minutes} min`;
  return [
    '',
    `The platform runs: ${rate} orders a minute, ${howLong}.`,
    `  operators' list   ${HOST}:${port + MES}/orders`,
    ...(hasWatcher ? [`  the watcher       ${HOST}:${watcherPort}`] : []),
    `  faults            ${control}/faults`,
    `  remedies          ${control}/remedies`,
    '',
    'Break something; docs/fault-injection.md has every way:',
    `  curl ${control}/faults -H 'content-type: application/json' \\`,
    `    -d '{"fault":"not-published","hop":"price-to-crm","share":0.3,"limit":5}'`,
    `  curl ${control}/faults/f1/struck     # which orders it has struck`,
    `  curl -X DELETE ${control}/faults     # all is well again`,
    '',
  ].join('\n');
}
