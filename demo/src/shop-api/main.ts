import { runService } from '../service/run-service.ts';
import { buildShopApi } from './build.ts';

await runService(buildShopApi);
