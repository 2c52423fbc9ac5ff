/** Strings that people and programs have broken others with: every one may come as an order's id. */
export const HOSTILE_STRINGS: readonly string[] = [
  ...mentions(),
  ...links(),
  ...markup(),
  ...scripts(),
  ...queries(),
  ...controls(),
  ...directions(),
  ...letters(),
  ...lengths(),
];

function mentions(): string[] {
  const whom = [
    '!channel',
    '!here',
    '!everyone',
    '@U012AB3CD',
    '#C0123456789',
    '!subteam^S012',
    '!date^0^{date}|x',
  ];
  const bracketed = whom.flatMap((who) => [`<${who}>`, `<${who}|label>`, `&lt;${who}&gt;`, `< ${who} >`]);
  return [
    ...bracketed,
    '@here',
    '@channel',
    '@everyone',
    '#general',
    '<<!channel>>',
    '<!chan\u0000nel>',
    '<!chan\u200bnel>',
  ];
}

function links(): string[] {
  const targets = [
    'https://evil.example/?q=1',
    'http://127.0.0.1',
    'javascript:alert(1)',
    'mailto:a@b.example',
  ];
  return [
    ...targets.flatMap((to) => [to, `<${to}>`, `<${to}|Click>`, `[Click](${to})`]),
    'www.evil.example',
    'evil.com',
  ];
}

function markup(): string[] {
  return [
    '*bold*',
    '_it_',
    '~gone~',
    '`code`',
    '```\nblock',
    '> quote',
    '• point',
    ':smile:',
    ':rotating_light:',
    '&amp;',
    '&',
    '<',
    '>',
    '\\n',
    '%s%n',
    ['$', '{x}'].join(''),
    '{{x}}',
    '__proto__',
    'constructor',
  ];
}

function scripts(): string[] {
  return [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    '</textarea><svg/onload=alert(1)>',
    '<!--',
    ']]>',
  ];
}

function queries(): string[] {
  return [
    "' OR '1'='1",
    "'; DROP TABLE orders; --",
    '1; SELECT pg_sleep(10)',
    '$(reboot)',
    '`id`',
    '| cat /etc/passwd',
    '../../etc/passwd',
  ];
}

function controls(): string[] {
  const esc = '\u001b';
  return [
    `${esc}[31mred${esc}[0m`,
    `${esc}]0;title\u0007`,
    `${esc}]8;;https://evil.example${esc}\\link${esc}]8;;${esc}\\`,
    `${esc}[2J${esc}[H`,
    '\u009b31m',
    '\u0000',
    'a\u0000b',
    '\r\nX-Header: 1',
    'line\nline\n\nline',
    'tab\there',
    '\b\b\b\b',
    '\u007f',
    '\u0085\u2028\u2029',
    '   ',
  ];
}

function directions(): string[] {
  return [
    '\u202egnp.exe',
    '\u2066\u2067\u2068\u2069',
    '\u200e\u200f\u061c',
    'שלום',
    'مرحبا 42',
    '\u202a\u202b\u202c\u202d',
    '\ufeff',
    '\u200b',
    '\u{e0041}\u{e0042}',
  ];
}

function letters(): string[] {
  return [
    '\ud800',
    '\udc00x',
    'a\ud83d',
    '👩‍👩‍👧‍👦',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
    '🇷🇺',
    'é',
    'e\u0301',
    `Z${'\u0301'.repeat(2000)}`,
    'ﷺ',
    '𝕆𝕣𝕕𝕖𝕣',
    '\ufffe\uffff',
    'ЗАКАЗ №42',
    '注文',
    'null',
    'NaN',
    '-0',
    '0x1F',
  ];
}

function lengths(): string[] {
  return [
    'x'.repeat(100_000),
    '<!channel>'.repeat(10_000),
    '👩‍👩‍👧‍👦'.repeat(5_000),
    '&'.repeat(5_000),
    '\n'.repeat(10_000),
    'слово '.repeat(5_000),
  ];
}
