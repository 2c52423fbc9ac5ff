import { DiagConsoleLogger, DiagLogLevel, diag } from '@opentelemetry/api';
import type { StartOptions } from '../config/options.ts';
import { type Settings, settingsFrom } from '../config/settings.ts';
import { PACKAGE_NAME } from '../version.ts';
import { assemble } from './assemble.ts';
import { guard } from './guard.ts';
import { loadedTooEarly } from './late.ts';
import { running } from './running.ts';

/**
 * Starts the instrumentation, before the libraries that it is for are loaded; that is what
 * `node --import @orderwatch/instrumentation/register` does. Never throws: a service without telemetry
 * is better than none.
 */
export function start(options: StartOptions = {}): void {
  guard('start', () => {
    const settings = settingsFrom(options);
    if (settings.disabled) return;
    listenToOurselves(settings);
    if (running() !== undefined) {
      diag.warn('orderwatch: started twice; the first start holds, and its options');
      return;
    }
    for (const name of loadedTooEarly(settings.instrumentations)) {
      diag.warn(
        `orderwatch: ${name} was loaded before the instrumentation and stays without it; start with node --import ${PACKAGE_NAME}/register`,
      );
    }
    assemble(settings, options.metrics?.registry);
  });
}

function listenToOurselves({ logLevel, problems }: Settings): void {
  const level = logLevel.toUpperCase() as keyof typeof DiagLogLevel;
  diag.setLogger(new DiagConsoleLogger(), {
    logLevel: DiagLogLevel[level],
    suppressOverrideMessage: true,
  });
  for (const problem of problems) diag.warn(`orderwatch: ${problem}`);
}
