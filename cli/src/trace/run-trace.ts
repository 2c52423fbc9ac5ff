import type { Language, Model } from '@orderwatch/model';
import {
  type Clock,
  createFastClock,
  type Settings,
  type StoreReads,
  settingsFrom,
  systemClock,
  wordsOf,
} from '@orderwatch/sla-watcher';
import { environment } from '../config/environment.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { loadModel } from '../model-file.ts';
import { paintFor, print, printJson } from '../show/screen.ts';
import { showable } from '../show/showable.ts';
import { timesFor } from '../show/times.ts';
import { readStore } from '../store-reading.ts';
import { clockOfSample, SAMPLE_STORE, withConsoleOnly } from '../watch/sample.ts';
import { renderStory } from './render-story.ts';
import { readStory } from './story.ts';
import { storyJson } from './story-json.ts';
import { TRACE_TEXTS } from './texts/languages.ts';

export interface TraceFlags {
  readonly model: string;
  readonly store?: string;
  readonly sample?: true;
  readonly lang?: Language;
  readonly json?: true;
}

export async function runTrace(id: string, flags: TraceFlags): Promise<void> {
  const { model, store, clockOf } = watched(flags, settingsFrom(environment));
  const story = await readStore(store, async (reads) => readStory(reads, model, await clockOf(reads), id));
  const language = flags.lang ?? model.language;
  const texts = TRACE_TEXTS[language];

  if (story === null) {
    if (flags.json) printJson({ order: null, asked: id });
    process.stderr.write(`orderwatch: ${texts.unknownOrder(showable(id))}\n`);
    process.exitCode = EXIT_CODE.found;
  } else if (flags.json) {
    printJson(storyJson(story));
  } else {
    const words = wordsOf(language);
    const times = timesFor(model.timezone, language);
    print(renderStory(showable(story), { model, texts, words, times, paint: paintFor(process.stdout) }));
  }
}

interface Watched {
  readonly model: Model;
  /** The URL of the watcher's store. */
  readonly store: string;
  clockOf(store: StoreReads): Clock | Promise<Clock>;
}

/** The watcher whose store is read: the one that the settings describe, or `watch --sample`. */
function watched({ model, store, sample }: TraceFlags, settings: Settings): Watched {
  if (sample) {
    return {
      model: withConsoleOnly(loadModel(model)),
      store: store ?? SAMPLE_STORE,
      clockOf: clockOfSample,
    };
  }
  const clock =
    settings.clock === null ? systemClock : createFastClock({ ...settings.clock, untilPresent: false });
  return { model: loadModel(model), store: store ?? settings.store, clockOf: () => clock };
}
