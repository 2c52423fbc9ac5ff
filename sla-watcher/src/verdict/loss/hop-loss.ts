import type { LossClass } from '../../domain/diagnosis.ts';
import type { Opinion } from '../way/evidence.ts';
import type { HopWay } from '../way/way.ts';

/** One class of loss, as it is judged of an order that did not come to the end of a hop. */
export interface HopLoss {
  readonly loss: LossClass;
  /** The truth is never excluded by what is true, and what is proven is so. */
  readonly judge: (way: HopWay) => Opinion;
}
