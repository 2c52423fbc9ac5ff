import { runService } from '../service/run-service.ts';
import { buildPriceCalculator } from './build.ts';

await runService(buildPriceCalculator);
