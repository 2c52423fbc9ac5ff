/** A model as customers upload it: Wavefront OBJ, of which only the faces are counted. */
const FACE = /^f /gm;
const HIGH_FROM = 1_000;

export type Complexity = 'low' | 'high';

export function countPolygons(model: string): number {
  return model.match(FACE)?.length ?? 0;
}

export function complexityOf(polygons: number): Complexity {
  return polygons >= HIGH_FROM ? 'high' : 'low';
}
