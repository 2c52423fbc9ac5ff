/**
 * Serves the sample day for tests of the page in a browser, and to look at: prints the address, and ends
 * with its standard input. Arguments: `calm` shows an empty watcher, `trouble` a blind witness, a failing
 * channel and shadow mode, `hostile` orders with ids that attack the page, `losses` an order with every
 * diagnosis there is, and an incident about a loss.
 */
import { createHttpServer } from '../server.ts';
import { HOSTILE_STRINGS } from './hostile-strings.ts';
import { createHouse, MINUTE, NOW, platformModel } from './house.ts';
import { findingEverything, openLossIncidents } from './lost-orders.ts';
import { shopRow, tellOfADay } from './sample-orders.ts';

const mode = process.argv[2] ?? 'day';
const house = await createHouse(platformModel({ shadow: mode === 'trouble' }));
if (mode !== 'calm') await tellOfADay(house);
if (mode === 'hostile') {
  const attributes = (text: string) => ({ channel: text, partner_id: text, complexity: text });
  const at = NOW - 300 * MINUTE;
  await house.bring(
    at,
    HOSTILE_STRINGS.map((text) => shopRow(text, 'SUBMITTED', at, attributes(text))),
  );
}
if (mode === 'trouble') {
  house.see({
    witness: 'mes-db',
    state: 'blind',
    watermark: NOW - 47 * MINUTE,
    since: NOW - 42 * MINUTE,
    detail: 'the database refuses connections',
  });
  house.see({ witness: 'shop-db', skewMs: 4200 });
  house.fail('console', 'the terminal is gone');
}
await house.passTo(NOW);
if (mode === 'losses') await openLossIncidents(house.store);
const server = createHttpServer(mode === 'losses' ? findingEverything(house.deps) : house.deps);
const { url } = await server.listen('127.0.0.1', Number(process.argv[3] ?? 0));
console.log(url);
process.stdin.resume().once('end', async () => {
  await server.close(1000);
  await house.close();
});
