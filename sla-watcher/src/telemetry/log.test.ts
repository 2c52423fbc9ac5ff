import { describe, expect, it } from 'vitest';
import { createLogger, type LogOptions } from './log.ts';

function logged(
  write: (log: ReturnType<typeof createLogger>) => void,
  options: Partial<LogOptions> = {},
): string {
  const lines: string[] = [];
  const stream = { write: (line: string) => void lines.push(line) };
  write(createLogger({ level: 'info', secrets: [], pretty: false, stream, ...options }));
  return lines.join('');
}

describe('the log', () => {
  it('is lines of JSON', () => {
    const line = logged((log) => log.warn({ witness: 'mes-db' }, 'went blind'));
    expect(JSON.parse(line)).toMatchObject({ level: 40, witness: 'mes-db', msg: 'went blind' });
  });

  it.each([
    ['a password in a url', { url: 'postgres://reader:s3cr3t-word@db:5432/shop' }],
    ['a token in a query', { url: 'https://api.example/x?token=s3cr3t-word&a=1' }],
    ['a header', { headers: { authorization: 'Bearer s3cr3t-word' } }],
    ['a bearer in a text', { detail: 'sent Bearer s3cr3t-word and failed' }],
    ["Slack's token", { error: 'invalid xoxb-s3cr3t-word' }],
    ["Slack's webhook", { url: 'https://hooks.slack.com/services/T0/B0/s3cr3t-word' }],
    ["Telegram's token", { url: 'https://api.telegram.org/bot123456:s3cr3t-word_s3cr3t-word/x' }],
    ['a field', { config: { token: 's3cr3t-word' } }],
    ['an error', { err: new Error('connect postgres://u:s3cr3t-word@db/x failed') }],
    ['a configured secret anywhere', { any: { thing: ['x s3cr3t-word y'] } }],
  ])('never shows %s', (what, fields) => {
    const secrets = what === 'a configured secret anywhere' ? ['s3cr3t-word'] : [];
    for (const pretty of [false, true]) {
      const text = logged((log) => log.error(fields, 'failed'), { secrets, pretty });
      expect(text).toContain('[redacted]');
      expect(text).not.toContain('s3cr3t-word');
    }
  });

  it('never shows a configured secret that JSON writes otherwise', () => {
    const secret = 'quo"te\\slash';
    expect(logged((log) => log.info({ secret }, secret), { secrets: [secret] })).not.toContain('slash');
  });

  it('stays JSON after a secret was taken out', () => {
    const fields = { url: 'postgres://a:b@c/d', next: 'x' };
    const line = logged((log) => log.info(fields, 'm'));
    expect(JSON.parse(line)).toMatchObject({ url: 'postgres://a:[redacted]@c/d', next: 'x' });
  });

  it('is one readable line at a terminal', () => {
    const line = logged((log) => log.warn({ witness: 'mes-db', tries: 3 }, 'went blind'), { pretty: true });
    expect(line).toMatch(/^\d\d:\d\d:\d\d\.\d{3} .*WARN .* went blind witness=mes-db tries=3\n$/);
  });

  it('lets no order drive the terminal', () => {
    const order = '\u001b[2J\u001b]0;owned\u0007\u202e\n';
    const line = logged((log) => log.warn({ order }, `order ${order}`), { pretty: true });
    const ours = ['\u001b[33m', '\u001b[0m'];
    const theirs = ours.reduce((text, each) => text.replace(each, ''), line);
    expect(theirs.trimEnd()).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
