import { getNodeAutoInstrumentations } from '@opentelemetry/auto-instrumentations-node';
import { hookImports } from './hook.ts';
import { startSdk } from './sdk.ts';

hookImports();
startSdk(getNodeAutoInstrumentations());
