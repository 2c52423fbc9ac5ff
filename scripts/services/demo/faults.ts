import type { DemoPlatform } from './platform.ts';

export interface Injected {
  id: string;
  /** Orders that it has struck, in the order in which they were struck. */
  struck(): Promise<{ order: string; at: string; place: string | null }[]>;
  clear(): Promise<void>;
}

export async function inject(
  demo: DemoPlatform,
  fault: Readonly<Record<string, unknown>>,
): Promise<Injected> {
  const { status, body } = await demo.ask(`${demo.controlUrl}/faults`, 'POST', fault);
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
  const id = String(body['id']);
  return {
    id,
    struck: async () => (await demo.control('GET', `/faults/${id}/struck`))['struck'] as never,
    clear: async () => {
      await demo.control('DELETE', `/faults/${id}`);
    },
  };
}
