import type { Language } from '@orderwatch/model';
import { createFastClock, settingsFrom, systemClock } from '@orderwatch/sla-watcher';
import { environment } from '../config/environment.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { loadModel } from '../model-file.ts';
import { paintFor, print, printJson } from '../show/screen.ts';
import { showable } from '../show/showable.ts';
import { timesFor } from '../show/times.ts';
import { readStore } from '../store-reading.ts';
import { renderStory } from './render-story.ts';
import { readStory } from './story.ts';
import { storyJson } from './story-json.ts';
import { TRACE_TEXTS } from './texts/languages.ts';

export interface TraceFlags {
  readonly model: string;
  readonly store?: string;
  readonly lang?: Language;
  readonly json?: true;
}

export async function runTrace(id: string, flags: TraceFlags): Promise<void> {
  const model = loadModel(flags.model);
  const settings = settingsFrom(environment);
  const clock =
    settings.clock === null ? systemClock : createFastClock({ ...settings.clock, untilPresent: false });
  const story = await readStore(flags.store ?? settings.store, (store) => readStory(store, model, clock, id));
  const language = flags.lang ?? model.language;
  const texts = TRACE_TEXTS[language];

  if (story === null) {
    if (flags.json) printJson({ order: null, asked: id });
    process.stderr.write(`orderwatch: ${texts.unknownOrder(showable(id))}\n`);
    process.exitCode = EXIT_CODE.found;
  } else if (flags.json) {
    printJson(storyJson(story));
  } else {
    const times = timesFor(model.timezone, language);
    print(renderStory(showable(story), { model, texts, times, paint: paintFor(process.stdout) }));
  }
}
