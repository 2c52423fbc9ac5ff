import { runService } from '../service/run-service.ts';
import { buildObjectStorage } from './build.ts';

await runService(buildObjectStorage);
