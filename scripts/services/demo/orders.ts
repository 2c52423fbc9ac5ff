import type { DemoPlatform } from './platform.ts';

/** What customers, partners and the people of the workshop do, in one line each. */
export interface Orders {
  /** An order whose customer has pressed the button; the shop's id. */
  submitted(faces?: number): Promise<string>;
  /** An order that is agreed on and that MES knows. */
  approved(): Promise<string>;
  approve(id: string): Promise<void>;
  /** What an operator says in MES. */
  step(id: string, to: string): Promise<void>;
  /** All that comes after the price, until the order is closed. */
  makeAndShip(id: string): Promise<void>;
  shopStatuses(id: string): Promise<string[]>;
  mesStatus(id: string): Promise<string | undefined>;
  untilShop(id: string, status: string): Promise<void>;
  untilMes(id: string, status: string): Promise<void>;
}

/** What operators do, in their order. */
export const WORKSHOP = ['MANUFACTURING_STARTED', 'MANUFACTURING_COMPLETED', 'PACKAGING', 'SHIPPED'];

export const mesIdOf = (id: string) => `M-${id.padStart(4, '0')}`;

export const model = (faces: number) => `v 0 0 0\n${'f 1 1 1\n'.repeat(faces)}`;

export function ordersOn(demo: DemoPlatform): Orders {
  const { urls } = demo;
  const post = async (url: string, body?: unknown) => {
    const answer = await demo.ask(url, 'POST', body);
    if (answer.status >= 400) throw new Error(`${url}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const orders: Orders = {
    async submitted(faces = 2) {
      const id = String((await post(`${urls['shop-api']}/orders`, {}))['id']);
      await demo.ask(`${urls['shop-api']}/orders/${id}/file`, 'PUT', model(faces));
      await post(`${urls['shop-api']}/orders/${id}/submission`);
      return id;
    },
    async approved() {
      const id = await orders.submitted();
      await orders.untilShop(id, 'PRICE_CALCULATED');
      await orders.approve(id);
      await orders.untilMes(id, 'MANUFACTURING_APPROVED');
      return id;
    },
    async approve(id) {
      await post(`${urls['crm-api']}/orders/${id}/approval`);
    },
    async step(id, to) {
      await post(`${urls['mes-api']}/orders/${mesIdOf(id)}/steps`, { to });
    },
    async makeAndShip(id) {
      await orders.approve(id);
      await orders.untilMes(id, 'MANUFACTURING_APPROVED');
      for (const status of WORKSHOP) {
        await orders.step(id, status);
        await orders.untilShop(id, status);
      }
      const { status } = await demo.ask(`${urls['crm-api']}/orders/${id}/closing`, 'POST');
      if (status !== 200) throw new Error(`order ${id} could not be closed: ${status}`);
    },
    async shopStatuses(id) {
      const rows = await demo.shop(
        'SELECT status FROM order_status_history WHERE order_id = $1 ORDER BY id',
        [id],
      );
      return rows.map(({ status }) => String(status));
    },
    async mesStatus(id) {
      const [row] = await demo.mes('SELECT status FROM orders WHERE external_id = $1', [mesIdOf(id)]);
      return row === undefined ? undefined : String(row['status']);
    },
    untilShop: (id, status) =>
      demo.until(`shop has ${id} ${status}`, async () => (await orders.shopStatuses(id)).includes(status)),
    untilMes: (id, status) =>
      demo.until(`MES has ${id} ${status}`, async () => (await orders.mesStatus(id)) === status),
  };
  return orders;
}
