import { describe, expect, it } from 'vitest';
import { maskText } from './mask.ts';

describe('masking', () => {
  it.each([
    ['mail jane.doe+x@mail.example.org now', 'mail [e-mail] now'],
    ['?email=jane%40example.org', '?email=[e-mail]'],
    ['почта иван@пример.рф', 'почта [e-mail]'],
    ['call +7 (921) 123-45-67 please', 'call [phone] please'],
    ['call +79211234567', 'call [phone]'],
    ['call 8 (921) 123-45-67', 'call [phone]'],
    ['call 8-921-123-45-67', 'call [phone]'],
    ['(812) 123-45-67', '[phone]'],
    ['Authorization: Bearer abc.def-ghi_123', 'Authorization: Bearer [masked]'],
    ['{"password":"hunter2","id":1}', '{"password":"[masked]","id":1}'],
    ['{"msg":"{\\"token\\":\\"abc123\\"}"}', '{"msg":"{\\"token\\":\\"[masked]\\"}"}'],
    ['api_key=12345&x=1', 'api_key=[masked]&x=1'],
    ['jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcDEF123 end', 'jwt [token] end'],
    ['xoxb-1234567890-abcdef', '[token]'],
    ['postgres://shop:s3cret@db:5432/shop', 'postgres://shop:[masked]@db:5432/shop'],
  ])('%s', (text, masked) => {
    expect(maskText(text)).toBe(masked);
  });

  it.each([
    'order 1234567890123 took 1500 ms',
    '2026-11-21T10:00:00.000Z',
    '{"level":30,"time":1795274181003,"pid":22802}',
    'M-0042 at 10.0.0.1:5432',
    '00-3253d2a14d5258f2865269f29b649ea0-64fb14b00643233d-01',
    'sizes (10) 20',
    '+5 more',
  ])('leaves %s as it is', (text) => {
    expect(maskText(text)).toBe(text);
  });
});
