import type { OrderState, Outcome } from '../../../domain/verdict.ts';
import type { WitnessState } from '../../witness-states.ts';
import type { View } from '../view.ts';
import type { Html } from './html.ts';
import { badge, type Tone } from './icons.ts';

const STATE_TONES: Readonly<Record<OrderState, Tone>> = {
  late: 'bad',
  'at-risk': 'warn',
  undetermined: 'unsure',
  'on-track': 'good',
  ended: 'quiet',
  'left-out': 'quiet',
};

const OUTCOME_TONES: Readonly<Record<Outcome['reason'], Tone>> = {
  'late-in-stage': 'bad',
  'late-at-hop': 'bad',
  'late-overall': 'bad',
  'past-promise': 'bad',
  'at-risk': 'warn',
  undetermined: 'unsure',
  'not-seen-yet': 'unsure',
  maintenance: 'unsure',
  'on-track': 'good',
  'clock-paused': 'good',
  'finished-late': 'warn',
  unjudgeable: 'unsure',
  'finished-in-time': 'quiet',
};

export function stateTone(state: OrderState): Tone {
  return STATE_TONES[state];
}

export function stateBadge({ texts }: View, state: OrderState): Html {
  return badge(STATE_TONES[state], texts.stateOfOne[state]);
}

export function outcomeBadge({ texts }: View, outcome: Outcome): Html {
  return badge(OUTCOME_TONES[outcome.reason], texts.outcome[outcome.reason]);
}

export function witnessTone({ health }: WitnessState): Tone {
  switch (health?.state) {
    case 'healthy':
      return 'good';
    case 'blind':
      return 'bad';
    case 'unknown':
      return 'unsure';
    case undefined:
      return 'quiet';
  }
}
