import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHost } from './host.ts';

const fixOf = (text: string) => {
  const host = parseHost(text);
  return host.ok ? null : host.fix;
};

describe('a host of ours', () => {
  it.each(['mes-api', 'mes-api:8080', '*.mes.internal', '10.0.0.7', 'mes_api', 'a', '*.internal', 'x:65535'])(
    'may be %s',
    (text) => expect(parseHost(text)).toEqual({ ok: true, value: text }),
  );

  it('is in lower case, as it is compared', () => {
    expect(parseHost('MES-API:8080')).toEqual({ ok: true, value: 'mes-api:8080' });
  });

  it.each([
    ['everybody', '*', /orders would go to everybody/],
    ['a URL', 'https://mes-api:8443/orders?id=1', /^write mes-api:8443: the host alone$/],
    ['a URL with a login', 'http://me:secret@mes-api/', /^write mes-api: the host alone$/],
    ['a port of every host of a domain', '*.mes.internal:80', /^write \*\.mes\.internal: /],
    ['a port that does not exist', 'mes-api:65536', /^write a name/],
    ['a star within a name', 'mes-*.internal', /^write a name/],
    ['nothing', '', /^write a name/],
    ['a name beyond ASCII, which DNS writes in another way', 'кухня', /^write a name/],
    ['an address of IPv6', '[::1]:8080', /^write a name/],
  ])('is not %s', (_, text, fix) => {
    expect(fixOf(text)).toMatch(fix);
  });

  it('has nothing in it that could end a line or a list', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('\n', ',', ' ', '#', '"', '$', '='), (text, mark) => {
        expect(parseHost(`mes${text}${mark}api`).ok).toBe(false);
      }),
    );
  });
});
