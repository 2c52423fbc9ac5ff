import type { RawRecord } from '../../domain/observation.ts';
import { DAY, HOUR, type House, MINUTE, NOW } from './house.ts';

let rows = 0;

/** A row of the shop's history table. */
export function shopRow(
  order: string,
  status: string,
  at: number,
  more: Record<string, unknown> = {},
): RawRecord {
  rows += 1;
  const time = new Date(at).toISOString();
  const row = { order_id: order, status, changed_at: time, recorded_at: time, id: String(rows), ...more };
  return { kind: 'row', witness: 'shop-db', position: `id ${rows}`, row };
}

/** A row of the workshop's table of orders, as it stood when it was last touched. */
export function mesRow(order: string, status: string, at: number): RawRecord {
  rows += 1;
  const row = { external_id: order, status, updated_at: new Date(at).toISOString(), id: String(rows) };
  return { kind: 'row', witness: 'mes-db', position: `id ${rows}`, row };
}

/** A day at the workshop: orders late in several ways, at risk, on track and ended. */
export async function tellOfADay(house: House): Promise<void> {
  await slowPrices(house);
  await waitingForOperators(house);
  await lostOnTheWayBack(house);
  await calmOrders(house);
  await brokenRules(house);
  await house.passTo(NOW - 2 * MINUTE);
  await house.passTo(NOW);
}

/** Prices that take too long: two late, one at risk. */
async function slowPrices(house: House): Promise<void> {
  for (const [order, ago] of [
    ['1042', 4 * HOUR],
    ['1047', 95 * MINUTE],
    ['1051', 17 * MINUTE],
  ] as const) {
    const b2c = { channel: 'b2c', complexity: 'low' };
    await house.bring(NOW - ago - 30 * MINUTE, [shopRow(order, 'INITIATED', NOW - ago - 30 * MINUTE, b2c)]);
    await house.bring(NOW - ago - 20 * MINUTE, [shopRow(order, 'FILE_UPLOADED', NOW - ago - 20 * MINUTE)]);
    await house.bring(NOW - ago + 20_000, [
      shopRow(order, 'SUBMITTED', NOW - ago),
      mesRow(`M-00${order}`, 'SUBMITTED', NOW - ago + 20_000),
    ]);
    await house.passTo(Math.min(NOW, NOW - ago + 40 * MINUTE));
  }
}

/** Approved days ago, and nobody has begun; the calendar pauses the clock at night. */
async function waitingForOperators(house: House): Promise<void> {
  const since = Date.parse('2026-11-13T16:30:00+03:00');
  for (const [index, order] of ['981', '984', '990'].entries()) {
    const at = since + index * 2 * HOUR;
    const b2b = {
      channel: 'b2b',
      partner_id: 'gold-and-sons',
      complexity: 'high',
      promised_on: '2026-11-26',
    };
    await house.bring(at - 2 * DAY, [mesRow(`M-0${order}`, 'PRICE_CALCULATED', at - 2 * DAY)]);
    await house.bring(at - 2 * DAY + MINUTE, [shopRow(order, 'PRICE_CALCULATED', at - 2 * DAY, b2b)]);
    await house.bring(at + MINUTE, [
      shopRow(order, 'MANUFACTURING_APPROVED', at),
      mesRow(`M-0${order}`, 'MANUFACTURING_APPROVED', at + 30_000),
    ]);
    await house.passTo(at + DAY);
  }
}

/** The work is done, and the shop never learned of it. */
async function lostOnTheWayBack(house: House): Promise<void> {
  const order = '873';
  const start = NOW - 9 * DAY;
  await house.bring(start, [
    shopRow(order, 'SUBMITTED', start, { channel: 'b2c', promised_on: '2026-11-24' }),
  ]);
  await house.bring(start + 10 * MINUTE, [mesRow('M-0873', 'PRICE_CALCULATED', start + 10 * MINUTE)]);
  await house.bring(start + 11 * MINUTE, [shopRow(order, 'PRICE_CALCULATED', start + 11 * MINUTE)]);
  await house.bring(start + DAY, [
    shopRow(order, 'MANUFACTURING_APPROVED', start + DAY),
    mesRow('M-0873', 'MANUFACTURING_APPROVED', start + DAY + 20_000),
  ]);
  await house.bring(start + DAY + 3 * HOUR, [
    mesRow('M-0873', 'MANUFACTURING_STARTED', start + DAY + 3 * HOUR),
  ]);
  await house.bring(start + DAY + 4 * HOUR, [
    shopRow(order, 'MANUFACTURING_STARTED', start + DAY + 3 * HOUR),
  ]);
  await house.bring(NOW - HOUR, [mesRow('M-0873', 'PACKAGING', NOW - HOUR)]);
  await house.passTo(NOW - 50 * MINUTE);
}

async function calmOrders(house: House): Promise<void> {
  const records = Array.from({ length: 34 }, (_, index) => {
    const at = NOW - (index + 1) * HOUR;
    return shopRow(String(1100 + index), 'INITIATED', at, { channel: 'b2c', complexity: 'low' });
  });
  await house.bring(NOW - 30 * MINUTE, records);
  const ended = Array.from({ length: 6 }, (_, index) => [
    shopRow(String(700 + index), 'SHIPPED', NOW - 12 * DAY),
    shopRow(String(700 + index), 'CLOSED', NOW - 8 * DAY),
  ]);
  await house.bring(NOW - 20 * MINUTE, ended.flat());
}

/** It was closed, and came back to the file of the beginning. */
async function brokenRules(house: House): Promise<void> {
  const records = [
    shopRow('1060', 'SUBMITTED', NOW - 3 * DAY, { channel: 'b2c' }),
    mesRow('M-1060', 'PRICE_CALCULATED', NOW - 3 * DAY + HOUR),
    shopRow('1060', 'PRICE_CALCULATED', NOW - 3 * DAY + HOUR),
    shopRow('1060', 'FILE_UPLOADED', NOW - 2 * DAY),
  ];
  await house.bring(NOW - 15 * MINUTE, records);
}
