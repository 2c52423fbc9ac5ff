import { numberOf } from '../fault/parameter.ts';
import type { StorageClient } from '../object-storage/storage-client.ts';
import type { OrderFacts } from '../order/order-event.ts';
import { mesIdOf } from '../order/order-id.ts';
import { blockThread, calculatePrice } from '../price-calculator/calculate-price.ts';
import type { Ground } from '../service/ground.ts';
import { ask, mustSucceed, parseJson } from '../web/ask.ts';
import { Problem } from '../web/problem.ts';

/** Half an hour is what a complex model takes; four times that is an accident. */
const TIMEOUT_MS = 7_200_000;

export interface PriceSource {
  priceOf(facts: OrderFacts, file: string): Promise<number>;
}

export function createPriceSource(ground: Ground, storage: StorageClient): PriceSource {
  const { settings, board, faults } = ground;

  const computeHere = async ({ order }: OrderFacts, file: string) => {
    const model = (await storage.get(file)).toString('utf8');
    const { price, durationMs } = calculatePrice(model, settings.priceUsPerPolygon);
    const strike = await faults.at('price', 'price', String(order));
    blockThread(durationMs + (strike === undefined ? 0 : numberOf(strike.parameters, 'delayMs')));
    return price;
  };

  const askCalculator = async ({ order }: OrderFacts, file: string) => {
    const url = `${settings.priceCalculatorUrl}/prices`;
    const body = JSON.stringify({ order: mesIdOf(order), file });
    const answer = mustSucceed(await ask({ method: 'POST', url, body, timeoutMs: TIMEOUT_MS }));
    const { price } = parseJson(answer.body);
    if (typeof price !== 'number') throw new Problem(502, 'upstream-failed', 'the calculator gave no price');
    return price;
  };

  return {
    priceOf: (facts, file) =>
      board.has('price-apart') ? askCalculator(facts, file) : computeHere(facts, file),
  };
}
