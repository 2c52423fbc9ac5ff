/** The page that a message points to, or null when the watcher was not told its own address. */
export function messageLink(baseUrl: string | null, path: string | null): string | null {
  if (baseUrl === null || path === null || !path.startsWith('/')) return null;
  const link = `${baseUrl.replace(/\/+$/, '')}${path}`;
  return URL.canParse(link) ? new URL(link).href : null;
}
