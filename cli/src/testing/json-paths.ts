/** Where values stand in a JSON document: `files[].problems[].line`. A list is looked into, whatever its length. */
export function jsonPaths(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) {
    const within = value.flatMap((item) => jsonPaths(item, `${path}[]`));
    return value.length === 0 ? [`${path}[]`] : [...new Set(within)];
  }
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return [path];
  return Object.entries(value).flatMap(([key, item]) =>
    jsonPaths(item, path === '' ? key : `${path}.${key}`),
  );
}

/** Paths that no documented one covers, and documented ones that are not there; a documented one covers all below it. */
export function compareWithDocs(value: unknown, documented: readonly string[]) {
  const actual = jsonPaths(value);
  const covers = (outer: string, inner: string) =>
    inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
  return {
    undocumented: actual.filter((path) => !documented.some((one) => covers(one, path))),
    missing: documented.filter((one) => !actual.some((path) => covers(one, path))),
  };
}
