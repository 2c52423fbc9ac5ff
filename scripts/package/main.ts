import { relative } from 'node:path';
import { buildInstrumentation, DIST } from './build.ts';

await buildInstrumentation();
console.log(`built ${relative(process.cwd(), DIST)}`);
