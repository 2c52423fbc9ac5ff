import { runService } from '../service/run-service.ts';
import { buildMesApi } from './build.ts';

await runService(buildMesApi);
