const HIDDEN = '[redacted]';

/** What looks like a secret wherever it stands: in a URL, a header, or a vendor's error text. */
const SHAPES: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  // postgres://user:password@host; the password may hold anything but a delimiter of the authority.
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/?#@"]*):[^\s/?#@"]+@/gi, `$1:${HIDDEN}@`],
  [/([?&](?:password|pass|token|secret|api[_-]?key|access_token)=)[^\s&"#]+/gi, `$1${HIDDEN}`],
  [/\b(bearer|basic)\s+[a-z0-9._~+/=-]{8,}/gi, `$1 ${HIDDEN}`],
  // Slack's tokens and webhook addresses.
  [/\bxox[a-z]-[a-z0-9-]+/gi, HIDDEN],
  [/(hooks\.slack\.com\/services\/)[^\s"]+/gi, `$1${HIDDEN}`],
  // Telegram has the bot's token in the path.
  [/\b(bot)\d{5,}:[a-z0-9_-]{20,}/gi, `$1${HIDDEN}`],
];

/**
 * Builds a function that takes secrets out of a text: those given, wherever they stand, and whatever
 * has the shape of one. Secrets of fewer than six characters are not searched for: the text would
 * become unreadable and the secret no safer.
 */
export function createRedactor(secrets: readonly string[]): (text: string) => string {
  const known = secrets.filter((secret) => secret.length >= 6).sort((a, b) => b.length - a.length);
  return (text) => {
    let redacted = text;
    // As the JSON of a log line writes it, too.
    for (const secret of known) {
      redacted = redacted.replaceAll(secret, HIDDEN).replaceAll(JSON.stringify(secret).slice(1, -1), HIDDEN);
    }
    for (const [pattern, replacement] of SHAPES) redacted = redacted.replace(pattern, replacement);
    return redacted;
  };
}
