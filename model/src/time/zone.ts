import { nearestName } from '../nearest.ts';
import { type Parsed, parsed, refused } from '../parsed.ts';

/** An IANA time zone, such as `Europe/Moscow`, or `UTC`. */
export function parseZone(text: string): Parsed<string> {
  const written = text.trim();
  // An offset is no zone: it does not know when the clocks change.
  if (/^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/.test(written) && isKnown(written)) return parsed(written);
  const nearest = nearestName(written, Intl.supportedValuesOf('timeZone'));
  return refused(
    'unknown-zone',
    `there is no time zone "${written.slice(0, 60)}"`,
    nearest === null ? 'write an IANA zone, as in Europe/Moscow, or UTC' : `write ${nearest}`,
  );
}

function isKnown(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
