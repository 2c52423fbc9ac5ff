import { renderServicesEnv } from '@orderwatch/environment';
import type { Model } from '@orderwatch/model';

export interface GeneratedFile {
  /** Below the folder of --out. */
  readonly path: string;
  /** The whole text: the same for the same model, on every machine and every day. */
  readonly text: string;
}

/** Every file that the model gives. Each begins with GENERATED_MARK. */
export function generateFiles(model: Model): readonly GeneratedFile[] {
  return [{ path: 'services.env', text: renderServicesEnv(model) }];
}
