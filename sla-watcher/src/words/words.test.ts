import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EYES_ON, FACTS, LOSS_CLASSES } from '../domain/diagnosis.ts';
import { evidenceOf } from '../testing/diagnoses.ts';
import { renderEvidence, renderMissing, renderReplay, type Show } from './render.ts';
import { partsOf, SLOTS } from './template.ts';
import { wordsOf } from './words-of.ts';

const AT = 7;
const SHOW: Show<string> = {
  text: (text) => text,
  name: (name) => name,
  time: (at) => `10:0${at}`,
  system: (system) => system,
  hop: { from: 'shop', to: 'mes' },
};
const LANGUAGES = ['en', 'ru'] as const;

/** Slack shows so much of a fact when a message has as many as it can have. */
const LONGEST_STEP = 225;

describe.each(LANGUAGES)('the words in %s', (language) => {
  const words = wordsOf(language);

  test('fit into a message, each class', () => {
    for (const loss of LOSS_CLASSES) {
      const { title, meaning, step } = words.loss[loss];
      expect([loss, title.length <= 32, meaning.length + 12 <= LONGEST_STEP]).toEqual([loss, true, true]);
      expect([loss, step.length <= LONGEST_STEP, /[.!]$/.test(step)]).toEqual([loss, true, true]);
    }
  });

  test('tell the classes apart', () => {
    const titles = LOSS_CLASSES.map((loss) => words.loss[loss].title);
    expect(new Set(titles).size).toBe(LOSS_CLASSES.length);
    expect(titles).not.toContain(words.undetermined.title);
  });

  test.each(FACTS)('say %s with its witness, whatever else is known', (fact) => {
    const full = evidenceOf('for', 'not-stored', fact, { witness: 'eye', at: AT, detail: 'because' });
    const said = renderEvidence(full, words, SHOW).join('');
    expect(said).toContain('eye');
    expect(said).toContain('10:07');
    expect(said).toContain('because');
    const bare = { ...full, at: null, detail: null };
    const little = renderEvidence(bare, words, { ...SHOW, hop: null }).join('');
    for (const text of [said, little]) expect(text).not.toMatch(/[{}[\]]|null|\s[,;:)]|\s\s|^\s|\s$/);
  });

  test('tell the facts apart', () => {
    const told = FACTS.map((fact) =>
      renderEvidence(evidenceOf('for', 'working', fact), words, SHOW).join(''),
    );
    expect(new Set(told).size).toBe(FACTS.length);
  });

  test('know no slot that nothing fills', () => {
    const templates = [
      ...Object.values(words.fact),
      ...Object.values(words.eye),
      ...Object.values(words.missing).flatMap(({ before, after }) => [before, after]),
    ];
    const named = templates.flatMap((template) =>
      [...template.matchAll(/\{([^}]*)\}/g)].map(([, slot]) => slot),
    );
    expect(named.filter((slot) => !SLOTS.some((known) => known === slot))).toEqual([]);
  });

  test('leave out only what is in brackets: outside of them stands the witness alone', () => {
    const always = Object.values(words.fact).flatMap((template) =>
      partsOf(template).flatMap(({ isOptional, pieces }) =>
        isOptional ? [] : pieces.filter((piece) => typeof piece !== 'string'),
      ),
    );
    expect(new Set(always.map(({ slot }) => slot))).toEqual(new Set(['witness']));
  });

  test('say of every eye why it did not see', () => {
    for (const on of EYES_ON) {
      for (const because of ['blind', 'behind', 'gap', 'unknown'] as const) {
        const said = renderMissing({ on, system: null, witness: 'eye', because }, words, SHOW).join('');
        expect(said).toContain('eye');
        expect(said).not.toMatch(/[{}[\]?]|\s\s|\s$/);
      }
      const nobody = renderMissing({ on, system: 'mes', witness: null, because: 'no-witness' }, words, SHOW);
      expect(nobody.join('')).not.toMatch(/[{}[\]?]|\s\s|\s$/);
    }
  });
});

const seen = (fact: Parameters<typeof evidenceOf>[2], detail: string | null = null) =>
  evidenceOf('for', 'not-published', fact, { at: AT, detail });

test.each([
  ['en', seen('not-published'), 'traces saw all of shop up to 10:07, and no sending'],
  ['ru', seen('not-published'), 'traces видит всё от shop до 10:07, отправки нет'],
  ['en', seen('queue-empty'), 'the queue was empty at 10:07 (traces)'],
  ['ru', seen('queue-empty'), 'очередь была пуста, 10:07 (traces)'],
  ['en', seen('failed', 'ECONNREFUSED'), 'its handler failed in mes at 10:07: ECONNREFUSED (traces)'],
  ['ru', seen('failed', 'ECONNREFUSED'), 'обработчик завершился ошибкой в mes, 10:07: ECONNREFUSED (traces)'],
  ['en', seen('process-died'), 'a process of shop died at 10:07 (traces)'],
  ['ru', { ...seen('process-died'), loss: 'not-stored' }, 'процесс mes умер, 10:07 (traces)'],
] as const)('evidence reads as a sentence, in %s: %o', (language, evidence, said) => {
  expect(renderEvidence(evidence, wordsOf(language), SHOW).join('')).toBe(said);
});

test.each([
  ['en', 'no-witness', null, 'nobody watches the dead letters: the model has no such witness'],
  ['ru', 'no-witness', null, 'никто не видит недоставленные: в модели нет такого источника'],
  ['en', 'blind', 'tap', 'tap is blind to the dead letters'],
  ['ru', 'gap', 'tap', 'tap мог пропустить недоставленные: за это время в нём пробел'],
] as const)('a missing eye is named, in %s: %s', (language, because, witness, said) => {
  const eye = { on: 'dead-letters', system: null, witness, because } as const;
  expect(renderMissing(eye, wordsOf(language), SHOW).join('')).toBe(said);
});

test('advice on sending again says why, and what would happen twice', () => {
  const replay = {
    advice: 'would-repeat',
    targetRow: 'absent',
    message: 'handled',
    messageId: 'msg-42',
    repeats: ['price-to-crm', 'shipped-to-crm'],
  } as const;
  expect(renderReplay(replay, wordsOf('en'), SHOW).join('')).toBe(
    'would repeat what was done: the row is not there; the receiver handled this message (message msg-42); would go out again: price-to-crm, shipped-to-crm',
  );
});

test('what a source says stands in the phrase as it was said, once', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom('{witness}', '[ at {at}]', '$&', '{detail}'));
  fc.assert(
    fc.property(fc.constantFrom(...FACTS), fc.constantFrom(...LANGUAGES), text, (fact, language, detail) => {
      const evidence = evidenceOf('for', 'waiting', fact, { witness: 'eye', at: AT, detail });
      const marked = renderEvidence(evidence, wordsOf(language), { ...SHOW, name: (name) => `<${name}>` });
      expect(marked.filter((piece) => piece.startsWith('<')).toSorted()).toEqual(
        ['<eye>', `<${detail}>`].toSorted(),
      );
    }),
  );
});
