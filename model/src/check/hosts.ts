import type { CheckContext } from './context.ts';

/**
 * Once some hosts are listed, a call to any other carries neither the order nor its trace: so a hop over
 * HTTP leads to a system that has hosts.
 */
export function checkHosts({ model, report }: CheckContext): void {
  const hostsOf = (system: string) => model.systems.get(system)?.hosts ?? [];
  const inUse = [...model.systems.values()].some(({ hosts }) => hosts.length > 0);
  if (!inUse || !report.isSound(['systems'])) return;
  for (const { name, via, from, to } of model.hops.values()) {
    const ends = [from, to];
    if (via !== 'http' || !ends.every((system) => model.systems.has(system))) continue;
    // Which end calls the other is not said, so one that can be called is enough.
    if (ends.some((system) => hostsOf(system).length > 0)) continue;
    report.warningAtKey(['hops', name], {
      code: 'hop-without-hosts',
      message: `orders do not ride on this hop: neither ${from} nor ${to} has hosts`,
      fix: `add hosts to the one that is called, as in hosts: [${to}-api]`,
    });
  }
}
