import type { AttributeValue } from '@orderwatch/model';
import type { AttributeRegister, Journey } from './journey.ts';

export type Attributes = Readonly<Record<string, AttributeValue>>;

export function attributesOf(journey: Journey): Attributes {
  return valuesOf(Object.entries(journey.attributes));
}

export function valuesOf(registers: readonly (readonly [string, AttributeRegister])[]): Attributes {
  return Object.fromEntries(registers.map(([name, { value }]) => [name, value]));
}
