/** As much of a model's content hash as people compare by eye. */
export function shortVersion(version: string): string {
  return version.slice(0, 12);
}
