import type { Condition } from './condition.ts';
import { V1 } from './v1-healthy.ts';
import { V2_CRASH, V2_RANDOM } from './v2-lost-spans.ts';
import { V3 } from './v3-one-down.ts';
import { V4 } from './v4-no-telemetry.ts';
import { V5 } from './v5-disturbed.ts';
import { V6_TOGETHER, V6_TWICE } from './v6-at-once.ts';
import { V9 } from './v9-foreign.ts';

export const CONDITIONS: readonly Condition[] = [
  ...[V1, V2_RANDOM, V2_CRASH, ...V3, V4, V5],
  ...[V6_TOGETHER, V6_TWICE, V9],
];
