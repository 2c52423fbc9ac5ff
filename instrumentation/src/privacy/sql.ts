/** A statement is short or it is generated; its beginning says which it is. */
const MAX_STATEMENT = 1024;
const MAX_KEPT = 500;

const kept = new Map<string, string>();

/**
 * A statement without its literals: those written into the text are parameters too. Kept, because a
 * service has few statements and runs them often.
 */
export function statementShape(sql: string): string {
  const known = kept.get(sql);
  if (known !== undefined) return known;
  const shape = stripLiterals(sql.slice(0, 4 * MAX_STATEMENT)).slice(0, MAX_STATEMENT);
  if (kept.size >= MAX_KEPT) kept.clear();
  // Statements that are built with their values in them are many, and must not fill the memory.
  if (sql.length <= MAX_STATEMENT) kept.set(sql, shape);
  return shape;
}

/**
 * In one pass, from left to right, as PostgreSQL reads it: a quote in a comment begins nothing, and two
 * dashes in a string end nothing. What is not closed goes on to the end.
 */
const TOKENS = new RegExp(
  [
    String.raw`(?<literal>e'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)`,
    "(?:[bnx]|u&)?'(?:[^']|'')*(?:'|$)",
    String.raw`\$(?<tag>[A-Za-z_]\w*)?\$[\s\S]*?(?:\$\k<tag>\$|$)`,
    String.raw`[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?)`,
    String.raw`(?<comment>--[^\n]*|/\*[\s\S]*?(?:\*/|$))`,
    String.raw`(?<name>"(?:[^"]|"")*(?:"|$)|[\p{L}_][\p{L}\w$.]*|\$\d+)`,
  ].join('|'),
  'giu',
);

function stripLiterals(sql: string): string {
  return sql
    .replace(TOKENS, (token, ...rest) => {
      const groups = rest.at(-1) as { literal?: string; comment?: string };
      if (groups.literal !== undefined) return '?';
      return groups.comment === undefined ? token : '';
    })
    .replace(/\s+/g, ' ')
    .trim();
}
