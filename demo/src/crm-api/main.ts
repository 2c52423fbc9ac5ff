import { runService } from '../service/run-service.ts';
import { buildCrmApi } from './build.ts';

await runService(buildCrmApi);
