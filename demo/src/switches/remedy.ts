/** What can be done about the platform's troubles, and what it does. */
export const REMEDIES = {
  outbox: 'a message is stored with the change that it tells of, and a relay publishes it',
  inbox: 'a message that was handled, or a partner’s request that was taken, is not taken twice',
  'list-cache': 'the operators’ list is kept for a moment instead of being read each time',
  'load-shedding': 'a partner that asks too much is told 429 and when to come back',
  'price-apart': 'prices are computed by a process of their own; off, MES computes them and stands still',
} as const;

export type RemedyName = keyof typeof REMEDIES;

export const REMEDY_NAMES = Object.keys(REMEDIES) as RemedyName[];

export type RemedyStates = Readonly<Record<RemedyName, boolean>>;

export function remediesOn(names: readonly RemedyName[]): RemedyStates {
  return Object.fromEntries(REMEDY_NAMES.map((name) => [name, names.includes(name)])) as RemedyStates;
}
