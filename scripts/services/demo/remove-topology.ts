import { connect } from 'amqplib';

/** What a platform has declared would stay on a broker that outlives the tests. */
export async function removeTopology(url: string, names: string): Promise<void> {
  const connection = await connect(url);
  const channel = await connection.createChannel();
  for (const receiver of ['mes', 'crm']) {
    await channel.deleteQueue(`${names}.${receiver}.orders`);
    await channel.deleteQueue(`${names}.${receiver}.orders.dead`);
  }
  await channel.deleteExchange(`${names}.orders`);
  await channel.deleteExchange(`${names}.orders.dead`);
  await connection.close();
}
