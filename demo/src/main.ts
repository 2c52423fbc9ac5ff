import { readPlatformSettings } from './config/platform-settings.ts';
import { SettingsInvalid } from './config/read-variables.ts';
import { startPlatform } from './supervisor/platform.ts';
import { statusLine } from './supervisor/status-line.ts';

/** However badly it goes, it ends. */
const STOP_MS = 30_000;

const say = (text: string) => console.log(text);
const stopped = new Promise<string>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      process.once(signal, () => process.exit(130));
      resolve(signal);
    });
  }
});

async function run(): Promise<void> {
  const starting = startPlatform(readPlatformSettings(), say);
  const first = await Promise.race([starting, stopped]);
  if (typeof first !== 'string') {
    for (const [name, url] of Object.entries(first.urls)) say(statusLine(name, url));
    say(statusLine('ready', first.controlUrl));
    await stopped;
  }
  say(statusLine('stopping', ''));
  setTimeout(() => process.exit(1), STOP_MS).unref();
  await (await starting).stop();
}

try {
  await run();
  say(statusLine('stopped', ''));
  process.exit(0);
} catch (error) {
  console.error(error instanceof SettingsInvalid ? error.message : error);
  process.exit(error instanceof SettingsInvalid ? 2 : 1);
}
