/**
 * Masks what tells who somebody is or lets one act for them: e-mail addresses, phone numbers, tokens.
 * A net below the rule that such things are not logged, not instead of it.
 */
export function maskText(text: string): string {
  // Most lines hold none of them; looking costs less than replacing.
  if (!SUSPECT.test(text)) return text;
  let masked = text;
  for (const [pattern, replacement] of MASKS) masked = masked.replace(pattern, replacement);
  return masked;
}

const SECRET_KEYS =
  'authorization|proxy-authorization|cookie|set-cookie|password|passwd|secret|client_secret|token|access_token|refresh_token|id_token|api[_-]?key|private[_-]?key|session(?:id)?';

const MASKS: readonly (readonly [RegExp, string])[] = [
  // A field whose name says what it is, in JSON (its quotes perhaps escaped) or as key=value.
  [new RegExp(`((?:${SECRET_KEYS})\\\\*"\\s*:\\s*\\\\*")(?:[^"\\\\]|\\\\[^"])+`, 'gi'), '$1[masked]'],
  [new RegExp(`\\b((?:${SECRET_KEYS})=)[^\\s&;,"'\\\\]+`, 'gi'), '$1[masked]'],
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, '$1 [masked]'],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, '[token]'],
  [/\b(?:xox[abeprs]-|gh[opsu]_|glpat-|sk[-_](?:live|test)[-_]|AKIA)[\w-]{8,}/g, '[token]'],
  [/(:\/\/[^\s:/@"]+:)[^\s@/"]+@/g, '$1[masked]@'],
  [/[\p{L}\d._+~-]+(?:@|%40)[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/gu, '[e-mail]'],
  // International form, or a national one that is grouped like a number to dial; never a bare row of
  // digits, which is an order, a time or a size.
  [/(?<![\w.:+-])\+\d[\d\s().-]{7,17}\d(?![\w.])/g, '[phone]'],
  [/(?<![\w.:+-])(?:8|0)?[\s-]?\(\d{2,5}\)[\s-]?\d{2,4}(?:[\s-]?\d{2,4}){1,3}(?![\w.])/g, '[phone]'],
  [/(?<![\w.:+-])8[\s-]\d{3}[\s-]\d{3}[\s-]?\d{2}[\s-]?\d{2}(?![\w.])/g, '[phone]'],
];

const SUSPECT = new RegExp(
  `@|%40|\\+\\d|\\(\\d|\\b8[\\s-]\\d{3}|eyJ|bearer|basic|xox|gh[opsu]_|glpat|sk[-_]|AKIA|${SECRET_KEYS}`,
  'i',
);
