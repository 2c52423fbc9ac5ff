/** The shop's side: submits the orders that it is told and ends. Started with our instrumentation. */
import { flush, recordStatusChange, withOrder } from '@orderwatch/instrumentation';
import amqp from 'amqplib';

const { AMQP_URL = '', EXCHANGE = '' } = process.env;

const connection = await amqp.connect(AMQP_URL);
const channel = await connection.createConfirmChannel();
for (const id of process.argv.slice(2)) {
  await withOrder({ id, channel: 'b2c', complexity: 'high' }, async () => {
    recordStatusChange({ status: 'SUBMITTED' });
    channel.publish(EXCHANGE, 'order.submitted', Buffer.from(id), { messageId: `message-${id}` });
    await channel.waitForConfirms();
  });
}
await connection.close();
await flush();
