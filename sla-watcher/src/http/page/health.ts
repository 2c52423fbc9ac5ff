import type { Gap } from '../../domain/telemetry-source.ts';
import type { WitnessHealth } from '../../domain/witness-health.ts';
import type { ChannelState } from '../deps.ts';
import type { WitnessState } from '../witness-states.ts';
import { type Html, html } from './parts/html.ts';
import { badge, icon } from './parts/icons.ts';
import { name } from './parts/names.ts';
import { clockTime, minuteTime, sinceLength, timeRange } from './parts/times.ts';
import { witnessTone } from './parts/tones.ts';
import type { View } from './view.ts';

/** A smaller difference of clocks is not worth a person's attention. */
const SKEW_SHOWN_MS = 2000;

/** What a reader must know before believing anything below it. */
export function renderBanners(
  view: View,
  witnesses: readonly WitnessState[],
  channels: readonly ChannelState[],
): Html {
  const { texts } = view;
  const blind = witnesses.filter(({ health }) => health?.state === 'blind');
  const failing = channels.filter((channel) => channel.failing !== null);
  return html`${view.model.shadow && banner('shadow', html`${icon('unsure')}<div>${texts.shadow}</div>`)}
${blind.map(({ health }) => health && banner('blind', blindText(view, health)))}
${failing.map((channel) => banner('failing', failingText(view, channel)))}`;
}

function banner(kind: string, content: Html): Html {
  return html`<div class="banner ${kind}">${content}</div>`;
}

function blindText(view: View, health: WitnessHealth): Html {
  const { texts } = view;
  // Since the beginning of time means that it never saw anything.
  const since = html`${minuteTime(view, health.since)} (${sinceLength(view, health.since)})`;
  const when = health.since > 0 && texts.blindSince(since);
  const why = whyText(view, health);
  return html`${icon('bad')}<div><strong>${texts.blindWitness(name(health.witness))}</strong>
<p>${when}${when && why && ': '}${why}</p></div>`;
}

/** In the reader's language, and in the words of whoever found out. */
function whyText({ texts }: View, { cause = null, detail }: WitnessHealth): Html | string | null {
  if (cause === null) return detail;
  return detail === null ? texts.healthCause[cause] : html`${texts.healthCause[cause]} (${detail})`;
}

function failingText({ texts }: View, channel: ChannelState): Html {
  return html`${icon('bad')}<div><strong>${texts.failingChannel(name(channel.name))}</strong>
<p>${channel.failing}</p></div>`;
}

export function witnessList(view: View, witnesses: readonly WitnessState[]): Html {
  const { texts } = view;
  return html`<section aria-labelledby="witnesses"><h2 id="witnesses">${texts.witnesses}</h2>
<ul class="health">${witnesses.map((state) => witnessItem(view, state))}</ul></section>`;
}

function witnessItem(view: View, state: WitnessState): Html {
  const { health, witness } = state;
  const label = view.texts.witnessState[health?.state ?? 'silent'];
  return html`<li><div class="who">${name(witness.name)} ${badge(witnessTone(state), label)}</div>
${health && html`<p class="soft">${healthText(view, health)}</p>`}</li>
`;
}

function healthText(view: View, health: WitnessHealth): Html {
  const { texts, format } = view;
  const { watermark, skewMs, gaps = [] } = health;
  const lagMs = watermark === null ? 0 : view.now - watermark;
  const lag = lagMs >= 1000 && html`, ${texts.behind(format.duration(lagMs))}`;
  const seen = watermark !== null && html`${texts.seenUpTo(clockTimeOrDay(view, watermark))}${lag}`;
  const skewText = skewMs > 0 ? texts.clockAhead : texts.clockBehind;
  const skew = Math.abs(skewMs) >= SKEW_SHOWN_MS && html`; ${skewText(format.duration(Math.abs(skewMs)))}`;
  const reason = whyText(view, health);
  const why = reason !== null && html`${seen && '. '}${reason}`;
  const gap = gaps.at(-1);
  const notSeen = gap !== undefined && html`; ${gapText(view, gap)}`;
  return html`${seen}${skew}${notSeen}${why}`;
}

/** One that began before anything was known of it is told by its end. */
function gapText(view: View, { from, to }: Gap): Html {
  const { texts } = view;
  return from === 0 ? texts.notSeenBefore(minuteTime(view, to)) : texts.notSeen(timeRange(view, from, to));
}

const DAY_MS = 86_400_000;

function clockTimeOrDay(view: View, at: number): Html {
  return view.now - at < DAY_MS / 2 ? clockTime(view, at) : minuteTime(view, at);
}

export function channelList(view: View, channels: readonly ChannelState[]): Html {
  const { texts } = view;
  const item = (channel: ChannelState) => html`<li><div class="who">${name(channel.name)} ${
    channel.failing === null ? badge('good', texts.channelWorks) : badge('bad', texts.channelFails)
  }</div>${channel.failing !== null && html`<p class="soft">${channel.failing}</p>`}</li>
`;
  return html`<section aria-labelledby="channels"><h2 id="channels">${texts.channels}</h2>
<ul class="health">${channels.map(item)}</ul></section>`;
}
