/** Freezes a value and all that it holds. Maps cannot be frozen; their type is read-only. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || value instanceof RegExp || Object.isFrozen(value))
    return value;
  const inner = value instanceof Map ? value.values() : Object.values(value);
  for (const child of inner) deepFreeze(child);
  return Object.freeze(value);
}
