import { RUSSIAN_FACTS } from './facts.ts';
import { RUSSIAN_LOSSES } from './losses.ts';
import type { Words } from '../words.ts';

export const RUSSIAN: Words = {
  loss: RUSSIAN_LOSSES,
  fact: RUSSIAN_FACTS,
  confidence: { proven: 'доказано', likely: 'вероятно' },
  either: (one, other) => `${one} или ${other}`,
  undetermined: {
    title: 'нельзя сказать где',
    meaning: 'Заказ опаздывает, но увиденного мало, чтобы решить, где он потерян.',
    step: 'Проверьте вручную там, куда никто не смотрел; верните зрение источнику или добавьте его в модель. Вердикт уточнится сам.',
  },
  // In the accusative, which all phrases of `missing` want.
  eye: {
    sending: 'отправку[ из {system}]',
    receiving: 'получение[ в {system}]',
    queue: 'очередь',
    'dead-letters': 'недоставленные',
    outbox: 'outbox[ в {system}]',
    row: 'запись[ в базе {system}]',
    list: 'список[ в {system}]',
  },
  missing: {
    'no-witness': { before: 'никто не видит ', after: ': в модели нет такого источника' },
    blind: { before: '{witness} сейчас не видит ', after: '' },
    behind: { before: '{witness} отстаёт и ещё не видел ', after: '' },
    gap: { before: '{witness} мог пропустить ', after: ': за это время в нём пробел' },
    unknown: { before: 'нельзя узнать, видит ли {witness} ', after: '' },
  },
  replay: {
    advice: {
      safe: 'безопасна',
      'not-needed': 'не нужна',
      'would-repeat': 'повторит уже сделанное',
      unknown: 'чем обернётся, сказать нельзя',
    },
    targetRow: {
      there: 'запись уже есть',
      absent: 'записи нет',
      unknown: 'есть ли запись, неизвестно',
    },
    message: {
      'never-received': 'получатель этого сообщения не видел',
      received: 'получатель уже брал это сообщение',
      handled: 'получатель уже обработал это сообщение',
      unknown: 'было ли сообщение у получателя, неизвестно',
    },
    messageId: 'сообщение',
    repeats: 'снова уйдёт',
  },
  runbook: 'docs/losses.ru.md',
};
