import { countPolygons } from '../order/model-file.ts';

const ROUBLES_AT_LEAST = 5_000;
const ROUBLES_PER_POLYGON = 12.5;

export interface Calculation {
  polygons: number;
  /** In roubles. */
  price: number;
  /** How long the computation takes; the more polygons, the longer. */
  durationMs: number;
}

export function calculatePrice(model: string, usPerPolygon: number): Calculation {
  const polygons = countPolygons(model);
  return {
    polygons,
    price: ROUBLES_AT_LEAST + polygons * ROUBLES_PER_POLYGON,
    durationMs: Math.round((polygons * usPerPolygon) / 1_000),
  };
}

/** Lets time pass as a computation in this thread does: nothing else runs, though no heat is made. */
export function blockThread(ms: number): void {
  if (ms > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
