/** The names of everything that telemetry says of an order; nothing else, and no dependency. */
export * from './generated/names.ts';
