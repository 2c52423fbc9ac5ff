/**
 * When a channel may be spoken to again. Kept in memory, per process: other replicas have a pace of
 * their own, and the vendor's 429 is what they share.
 */
export interface Pace {
  /** A send to the channel begins now; the next one waits `gapMs`. */
  sent(channel: string, wall: number, gapMs: number): void;
  /** The vendor asked for silence until then. */
  silence(channel: string, until: number): void;
  /** The channels that must wait. */
  waiting(wall: number): readonly string[];
  /** When the first of them may be spoken to; null: none waits. */
  nextAt(wall: number): number | null;
}

export function createPace(): Pace {
  const readyAt = new Map<string, number>();
  // A later instant always wins: a gap must not cut short what the vendor asked for.
  const hold = (channel: string, until: number) =>
    readyAt.set(channel, Math.max(until, readyAt.get(channel) ?? until));
  return {
    sent: (channel, wall, gapMs) => void hold(channel, wall + gapMs),
    silence: (channel, until) => void hold(channel, until),
    waiting: (wall) => [...readyAt].filter(([, at]) => at > wall).map(([channel]) => channel),
    nextAt(wall) {
      const later = [...readyAt.values()].filter((at) => at > wall);
      return later.length === 0 ? null : Math.min(...later);
    },
  };
}
