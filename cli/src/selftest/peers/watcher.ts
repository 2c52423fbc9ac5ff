import type { OrderDetail } from '@orderwatch/sla-watcher';
import { Misuse } from '../../failure.ts';
import { detailOf, type Peer } from './peer.ts';

/** The API of the watcher that is tested. */
export interface WatcherApi {
  /** Witnesses that do not see at the moment, with the reason; throws Misuse where it is no watcher. */
  blind(): Promise<readonly { readonly witness: string; readonly why: string }[]>;
  /** Null: it has not heard of it. */
  order(id: string): Promise<OrderDetail | null>;
}

interface WitnessState {
  readonly witness: string;
  readonly kind: string;
  readonly state: string;
  readonly detail: string | null;
}

export function connectWatcher(peer: Peer): WatcherApi {
  return {
    async blind() {
      const answer = await peer.ask('GET', '/api/witnesses');
      const { items } = answer.body as { items?: readonly WitnessState[] };
      if (answer.status !== 200 || !Array.isArray(items))
        throw new Misuse(`that is no watcher: GET /api/witnesses says ${detailOf(answer)}`);
      return (items as readonly WitnessState[])
        .filter(({ state }) => state === 'blind')
        .map(({ witness, detail }) => ({ witness, why: detail ?? 'it does not say why' }));
    },
    async order(id) {
      const answer = await peer.ask('GET', `/api/orders/${encodeURIComponent(id)}`);
      if (answer.status === 404) return null;
      if (answer.status !== 200 || !Array.isArray(answer.body['diagnoses']))
        throw new Misuse(`the watcher does not tell of order ${id}: ${detailOf(answer)}`);
      return answer.body as unknown as OrderDetail;
    },
  };
}
