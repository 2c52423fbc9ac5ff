/** Which hosts may learn of orders. */
export type HostList = (host: string, port: number | undefined) => boolean;

/** Patterns: `name`, `name:port`, `*.domain` (not the domain itself), `*`. Case does not matter. */
export function parseHosts(patterns: readonly string[]): HostList {
  const exact = new Set<string>();
  const suffixes: string[] = [];
  for (const pattern of patterns.map((text) => text.trim().toLowerCase())) {
    if (pattern === '*') return () => true;
    if (pattern.startsWith('*.')) suffixes.push(pattern.slice(1));
    else exact.add(pattern);
  }
  return (host, port) => {
    const name = host.toLowerCase();
    return (
      exact.has(name) ||
      (port !== undefined && exact.has(`${name}:${port}`)) ||
      suffixes.some((suffix) => name.endsWith(suffix) && name.length > suffix.length)
    );
  };
}
