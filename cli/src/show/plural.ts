/** `1,234`: thousands apart. */
export function count(value: number): string {
  return value.toLocaleString('en');
}

/** `1 order`, `1,234 orders`: for nouns that only take an s. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}
