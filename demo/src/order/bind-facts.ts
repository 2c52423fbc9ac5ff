import { bindOrder } from '@orderwatch/instrumentation';
import { mesIdOf } from './order-id.ts';
import type { OrderFacts } from './order-event.ts';

/** The order of this request or message, as the shop and CRM know it. */
export function bindShopOrder(facts: OrderFacts): void {
  bindOrder({ id: facts.order, ...detailsOf(facts) });
}

/** As MES knows it. */
export function bindMesOrder(facts: OrderFacts): void {
  bindOrder({ id: mesIdOf(facts.order), ...detailsOf(facts) });
}

function detailsOf({ channel, partnerId, complexity }: OrderFacts) {
  return {
    channel,
    ...(partnerId === null ? {} : { partnerId }),
    ...(complexity === null ? {} : { complexity }),
  };
}
