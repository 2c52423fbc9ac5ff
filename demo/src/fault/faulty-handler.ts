import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Handle } from '../broker/delivery.ts';
import { tellSpan } from '../broker/tell-span.ts';
import type { FaultGate } from './fault.ts';
import { numberOf } from './parameter.ts';

/** A handler that does what the faults at `receive` say before it does its work, or instead. */
export function faultyHandler(handle: Handle, faults: FaultGate, log: Logger): Handle {
  return async (delivery) => {
    const { hop, event } = delivery.envelope;
    const strike = await faults.at('receive', hop, String(event.order));
    switch (strike?.fault) {
      case 'consumer-slow':
        await sleep(numberOf(strike.parameters, 'delayMs'));
        return handle(delivery);
      case 'dead-lettered':
        return { kind: 'dead-lettered', reason: 'the order cannot be read' };
      case 'requeue-loop':
        await sleep(numberOf(strike.parameters, 'delayMs'));
        return { kind: 'given-back', reason: 'not now' };
      case 'handler-failed':
        tellSpan(brokenHandler());
        log.error({ err: brokenHandler() }, 'message could not be handled');
        return { kind: 'acknowledged' };
      case 'acked-early':
        delivery.settle({ kind: 'acknowledged' });
        throw brokenHandler();
      default:
        return handle(delivery);
    }
  };
}

/** As a mistake in a handler looks like: nothing in the telemetry says that it was made on purpose. */
function brokenHandler(): TypeError {
  return new TypeError("Cannot read properties of undefined (reading 'weight')");
}
