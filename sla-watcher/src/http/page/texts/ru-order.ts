import { type Html, html } from '../parts/html.ts';
import type { enOrder } from './en-order.ts';
import { plural } from './format.ts';

/** The Russian texts of an order's page. */
export const ruOrder: typeof enOrder = {
  orderTitle: (id: Html) => html`Заказ ${id}`,
  inStage: (stage: Html, time: Html, length: string) => html`На этапе ${stage} с ${time}, уже ${length}.`,
  endedIn: (stage: Html, time: Html) => html`Закончен на этапе ${stage}: ${time}.`,
  inStageUnknown: (stage: Html) => html`На этапе ${stage}, с какого времени – неизвестно.`,
  noStage: 'Ни один его этап не известен.',
  lastSeen: (witness: Html, time: Html) => html`Последним его видел ${witness}: ${time}.`,
  truncated: 'История заказа длиннее, чем хранится; для каждого места показаны самые ранние отметки.',
  otherIds: 'Другие номера',
  started: 'Начат',
  alarms: 'Тревоги',
  timeline: 'Ход заказа',
  courseOf: (line: Html) => html`Позиция ${line}`,
  run: plural({ one: 'заход {n}', few: 'заход {n}', many: 'заход {n}', other: 'заход {n}' }),
  ended: 'закончен',
  inferred: 'Выведен: ни один источник его не видел, но следующий этап его подразумевает.',
  inferredBadge: 'выведен',
  timeUnknown: 'время неизвестно',
  atOrEarlier: (time: Html) => html`${time} или раньше`,
  toldBy: (witness: Html) => html`сообщил ${witness}`,
  stayed: (length: string) => `пробыл ${length}`,
  arrived: (system: Html, time: Html, after: string) => html`${system}: получено ${time}, через ${after}`,
  arrivedUnknown: (system: Html) => html`${system}: получено, когда – неизвестно`,
  arrivedInstantly: (system: Html, time: Html) => html`${system}: получено к ${time}`,
  notArrived: (system: Html) => html`${system}: получение не видно`,
  point: {
    'in-outbox': 'ждёт в outbox',
    'left-outbox': 'ушло из outbox',
    published: 'отправлено',
    'dead-lettered': 'в очереди недоставленных',
    received: 'принято',
    handled: 'обработано',
    failed: 'сбой',
    stored: 'записано в базу',
  },
  attempt: (n: number) => `попытка ${n}`,
  stillWaiting: (length: string) => `пока ${length}`,
  byWitness: (witness: Html) => html`(${witness})`,

  deadlines: 'Сроки',
  noDeadlines: 'Сроков нет.',
  metDeadlines: plural({
    one: '{n} срок соблюдён',
    few: '{n} срока соблюдены',
    many: '{n} сроков соблюдены',
    other: '{n} срока соблюдены',
  }),
  unjudgeable: plural({
    one: 'О {n} сроке судить нельзя',
    few: 'О {n} сроках судить нельзя',
    many: 'О {n} сроках судить нельзя',
    other: 'О {n} сроках судить нельзя',
  }),
  says: {
    atRisk: (time: Html) => html`Под угрозой с ${time}.`,
    warnsAt: (time: Html) => html`Будет под угрозой с ${time}.`,
    clockPaused: 'Часы стоят: время на этом этапе не считается.',
    late: (length: string) => html`Опоздание ${length}.`,
    metAt: (time: Html, witness: Html | null) =>
      html`Закончился ${time}${witness && html`, сообщил ${witness}`}.`,
    finishedLate: (length: string) => html`Опоздание составило ${length}.`,
    endedAtUnknownTime: 'Закончился в никем не записанное время; вовремя ли – сказать нельзя.',
    startUnknown: 'Когда начался, неизвестно; вовремя ли – сказать нельзя.',
    notSeenYet: (witnesses: Html, watermark: Html) =>
      html`Срок прошёл, но конец мог наступить: ${witnesses} видит только до ${watermark}.`,
    undetermined: (witnesses: Html) => html`Срок прошёл, но ${witnesses} не видит и мог пропустить конец.`,
    maintenance: (window: Html, until: Html) =>
      html`Срок прошёл во время обслуживания «${window}»; новая оценка ${until}.`,
    healthUnknown: 'Оценка по слову источника, состояние которого узнать нельзя.',
  },
  clock: {
    startedBy: (time: Html, stage: Html, witness: Html | null) =>
      html`Начало ${time} с этапом ${stage}${witness && html`, сообщил ${witness}`}.`,
    startedAt: (time: Html) => html`Начало ${time}.`,
    notStarted: 'Начало неизвестно.',
    limit: (limit: Html, rule: Html) => html`Предел ${limit} (правило ${rule}).`,
    promised: (value: Html, rule: Html) => html`Обещано к ${value} (правило ${rule}).`,
    pausedByCalendar: (range: Html, length: string, calendar: Html) =>
      html`Пауза ${range} (${length}): вне часов календаря ${calendar}.`,
    pausedByStage: (range: Html, length: string, stage: Html) =>
      html`Пауза ${range} (${length}): время на этапе ${stage} не считается.`,
    pausedSince: (from: Html) => html`Пауза с ${from}.`,
    pausedInAll: (length: string) => html`Всего пауз ${length}.`,
    hence: (due: Html, version: Html) => html`Значит, срок ${due} (модель ${version}).`,
    noDue: (version: Html) => html`Значит, срока сейчас нет (модель ${version}).`,
    assumption: {
      'calendar-ends': 'Календарь так далеко не доходит; взяты его недельные часы.',
      'started-then-or-earlier': 'Начало видно по снимку: тогда или раньше.',
    },
  },

  anomalies: 'Аномалии',
  anomaly: {
    'illegal-transition': (from: Html, to: Html) => html`Из ${from} в ${to}: модель такого не разрешает`,
    'time-backwards': (from: Html, to: Html, by: string) =>
      html`Время этапа ${to} на ${by} раньше времени этапа ${from}`,
    'out-of-order': (from: Html, to: Html) => html`О ${to} стало известно после ${from}`,
    duplicate: (stage: Html) => html`Об этапе ${stage} сообщено дважды, с разным временем`,
  },
  attributes: 'Атрибуты',
  attribute: 'Атрибут',
  value: 'Значение',
  yes: 'да',
  no: 'нет',
};
