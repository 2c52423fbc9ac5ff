import { randomUUID } from 'node:crypto';
import { connect } from 'amqplib';
import type { DemoPlatform } from '../../../scripts/services/demo/platform.ts';

/** Far from those that the platform numbers itself. */
const FIRST = 1_000_000;
const BATCH = 500;

/**
 * So many orders whose price MES has stored and published, as rows and messages of the platform's own shape:
 * it could not make them itself within the limit of a hop.
 */
export async function makePricedOrders(
  demo: DemoPlatform,
  rabbitmqUrl: string,
  count: number,
): Promise<void> {
  const range = [FIRST, FIRST + count - 1];
  await demo.shop(
    `INSERT INTO orders (id, status, channel, partner_id)
     SELECT n, 'SUBMITTED', 'b2c', 'canary' FROM generate_series($1::bigint, $2::bigint) n`,
    range,
  );
  await demo.shop(
    `INSERT INTO order_status_history (order_id, status, changed_at, channel, partner_id)
     SELECT n, status, clock_timestamp(), 'b2c', 'canary' FROM generate_series($1::bigint, $2::bigint) n,
       unnest(ARRAY['INITIATED', 'FILE_UPLOADED', 'SUBMITTED']) status`,
    range,
  );
  await publishPrices(demo, rabbitmqUrl, count);
  await demo.mes(
    `INSERT INTO orders (external_id, status, channel, partner_id, price, updated_at)
     SELECT 'M-' || n, 'PRICE_CALCULATED', 'b2c', 'canary', 100, clock_timestamp()
     FROM generate_series($1::bigint, $2::bigint) n`,
    range,
  );
}

async function publishPrices(demo: DemoPlatform, url: string, count: number): Promise<void> {
  const connection = await connect(url);
  const channel = await connection.createConfirmChannel();
  for (let n = 0; n < count; n++) {
    const event = {
      ...{ order: FIRST + n, channel: 'b2c', partnerId: 'canary', complexity: 'low', promisedOn: null },
      ...{ test: false, status: 'PRICE_CALCULATED', at: new Date().toISOString(), file: null, price: 100 },
    };
    const properties = { persistent: true, messageId: randomUUID(), contentType: 'application/json' };
    channel.publish(
      `${demo.names}.orders`,
      'order.price_calculated',
      Buffer.from(JSON.stringify(event)),
      properties,
    );
    if (n % BATCH === BATCH - 1) await channel.waitForConfirms();
  }
  await channel.waitForConfirms();
  await connection.close();
}
