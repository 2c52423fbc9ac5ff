/** What somebody could write into an order's id or attributes to harm whoever looks at it. */
const SEEDS: readonly string[] = [
  '<script>window.hacked=1</script>',
  '"><img src=x onerror=window.hacked=1>',
  "'><svg/onload=window.hacked=1>",
  '</title><script>window.hacked=1</script>',
  '</textarea></style></script><script>window.hacked=1</script>',
  'javascript:window.hacked=1',
  'data:text/html,<script>window.hacked=1</script>',
  '{{constructor.constructor("window.hacked=1")()}}',
  '$' + '{window.hacked=1}',
  '<a href="javascript:window.hacked=1">x</a>',
  '<iframe srcdoc="<script>parent.hacked=1</script>">',
  '<base href="https://example.invalid/">',
  '<meta http-equiv="refresh" content="0;url=https://example.invalid/">',
  '<style>*{display:none}</style>',
  '<form action="https://example.invalid/"><button>x</button></form>',
  '&lt;script&gt;window.hacked=1&lt;/script&gt;',
  "'; DROP TABLE journey; --",
  "1' OR '1'='1",
  '../../../../etc/passwd',
  '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  'a/b/c?d=e#f',
  '..%5c..%5cwindows',
  '\u202egnp.exe\u202c',
  '\u2066\u202emoc.elpmaxe//:sptth\u2069',
  'مرحبا بالعالم 42',
  'עברית 42',
  '🧨👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞',
  '<!channel> @here <@U0123456>',
  '[link](javascript:window.hacked=1)',
  '\r\nSet-Cookie: hacked=1',
  'constructor',
  '__proto__',
  'toString',
  'null',
  '-1',
  '=HYPERLINK("https://example.invalid")',
  'a'.repeat(200),
  '\u00ad\u200b\u200d\ufeff42',
];

/** 500 strings: each seed as it is, and in surroundings that it might break out of. */
export const HOSTILE_STRINGS: readonly string[] = surroundings().slice(0, 500);

function surroundings(): readonly string[] {
  const wrappers: readonly ((seed: string, n: number) => string)[] = [
    (seed) => seed,
    (seed, n) => `${n} ${seed}`,
    (seed, n) => `${seed}-${n}`,
    (seed, n) => `"${seed}"${n}`,
    (seed, n) => `'${seed}'${n}`,
    (seed, n) => `<${n}>${seed}`,
    (seed, n) => `-->${seed}${n}<!--`,
    (seed, n) => `]]>${seed}${n}`,
    (seed, n) => `\`${seed}\`${n}`,
    (seed, n) => `${n}=${seed}`,
    (seed, n) => `&#x${n};${seed}`,
    (seed, n) => `%00${seed}${n}`,
    (seed, n) => `\\u003c${seed}${n}`,
  ];
  return wrappers.flatMap((wrap, round) => SEEDS.map((seed, index) => wrap(seed, round * 100 + index)));
}
