import type { TraceTexts } from './trace-texts.ts';

const rules = new Intl.PluralRules('ru');

/** The form that Russian wants after the number. */
function plural(count: number, one: string, few: string, many: string): string {
  const form = rules.select(count);
  return form === 'one' ? one : form === 'few' ? few : many;
}

const by = (witness: string | null) => (witness === null ? '' : `, сообщил ${witness}`);

export const RUSSIAN: TraceTexts = {
  order: (id) => `Заказ ${id}`,
  state: {
    late: 'ОПАЗДЫВАЕТ',
    undetermined: 'НЕЯСНО',
    'at-risk': 'ПОД УГРОЗОЙ',
    'on-track': 'ИДЁТ В СРОК',
    ended: 'ЗАВЕРШЁН',
    'left-out': 'НЕ УЧИТЫВАЕТСЯ',
  },
  alsoKnownAs: (ids) => `Другие номера: ${ids}.`,
  inStage: (stage, since, length) =>
    since === null
      ? `На этапе ${stage}, с какого времени – неизвестно.`
      : `На этапе ${stage} с ${since}, уже ${length}.`,
  ended: (stage, at) =>
    at === null ? `Завершён этапом ${stage}, когда – неизвестно.` : `Завершён этапом ${stage} ${at}.`,
  noStage: 'Ни один его этап не известен.',
  lastSeen: (witness, at) => `Последним его видел ${witness}: ${at ?? 'время неизвестно'}.`,
  judgedAt: (at, zone, version) => `Оценка на ${at} (${zone}) по модели ${version}.`,
  judgedBefore: (version) => `Наблюдатель в последний раз оценил его по модели ${version}.`,
  truncated: 'История длиннее, чем хранится: для каждого места показаны самые ранние отметки.',
  timeline: 'Ход заказа',
  course: (line, run) =>
    [line && `позиция ${line}`, run > 0 && `заход ${run + 1}`].filter(Boolean).join(', '),
  inferred: 'выведен, ни один источник его не видел',
  timeUnknown: 'время неизвестно',
  orEarlier: 'или раньше',
  stayed: (length) => `пробыл ${length}`,
  soFar: (length) => `пока ${length}`,
  arrived: (system, at, after, witness) =>
    `${system}: получено ${at}${after === null ? '' : `, через ${after}`} (${witness})`,
  arrivedUnknown: (system) => `${system}: получено, когда – неизвестно`,
  notArrived: (system, waiting) =>
    `${system}: получение не видно${waiting === null ? '' : `, пока ${waiting}`}`,
  step: {
    'in-outbox': 'ждёт в outbox',
    'left-outbox': 'ушло из outbox',
    published: 'отправлено',
    'dead-lettered': 'в очереди недоставленных',
    received: 'принято',
    handled: 'обработано',
    failed: 'сбой',
    stored: 'записано в базу',
  },
  attempt: (n) => `попытка ${n}`,
  diagnoses: 'Что с ним случилось',
  diagnosis: {
    oneOfTwo: 'Одно из двух: увиденное подходит к обоим.',
    notExcluded: (classes) => `Не исключено: ${classes}.`,
    lastProof: (at) => `Последнее доказанное движение: ${at}.`,
    speaksFor: 'Говорит за это',
    speaksAgainst: 'Говорит против',
    trace: (id) => `трасса ${id}`,
    unseen: 'Кто не видел',
    step: 'Что делать',
    stepIf: (what) => `Если ${what}`,
    replay: 'Повторная отправка',
  },
  disagreements: 'Кто кому противоречит',
  drift: {
    disagree: 'говорят разное',
    vanished: 'запись исчезла',
    hidden: 'список его не показывает',
  },
  word: (witness, stage, at) => `${witness}: ${stage ?? 'заказа нет'}${at === null ? '' : ` (${at})`}`,
  contradictSince: (at, length) => `с ${at}, уже ${length}`,
  deadlines: 'Сроки',
  noDeadlines: 'Сроков нет.',
  metDeadlines: (count) =>
    `${plural(count, 'Соблюдён', 'Соблюдены', 'Соблюдены')} ${count} ${plural(count, 'срок', 'срока', 'сроков')}.`,
  place: {
    stage: (name) => `этап ${name}`,
    hop: (name) => `переход ${name}`,
    order: () => 'весь заказ',
    promise: (name) => `обещание ${name}`,
  },
  outcome: {
    'on-track': 'в срок',
    'at-risk': 'под угрозой',
    'clock-paused': 'часы стоят',
    'late-in-stage': 'опаздывает',
    'late-at-hop': 'опаздывает',
    'late-overall': 'опаздывает',
    'past-promise': 'позже обещанного',
    'finished-in-time': 'вовремя',
    'finished-late': 'закончился с опозданием',
    unjudgeable: 'оценить нельзя',
    'not-seen-yet': 'ещё не видно',
    undetermined: 'неясно',
    maintenance: 'обслуживание',
  },
  says: {
    warnsAt: (at) => `Будет под угрозой с ${at}.`,
    atRiskSince: (at) => `Под угрозой с ${at}.`,
    late: (length) => `Опоздание ${length}.`,
    wasLate: (length) => `Опоздание составило ${length}.`,
    endedAt: (at, witness) => `Закончился ${at}, сообщил ${witness}.`,
    endedBy: (at, witness) => `Закончился ${at} или раньше, сообщил ${witness}.`,
    endUnknown: 'Закончился в никем не записанное время; вовремя ли – сказать нельзя.',
    startUnknown: 'Когда начался, неизвестно; вовремя ли – сказать нельзя.',
    notSeenYet: (witnesses, until) =>
      `Срок прошёл, но конец мог наступить: ${witnesses} видит только до ${until}.`,
    blind: (witnesses) => `Срок прошёл, но ${witnesses} не видит и мог пропустить конец.`,
    maintenance: (window, until) => `Срок прошёл во время обслуживания «${window}»; новая оценка ${until}.`,
    healthUnknown: 'Оценка по слову источника, состояние которого узнать нельзя.',
  },
  clock: {
    started: (at, stage, witness) => `Начат ${at}${stage === null ? '' : ` с ${stage}`}${by(witness)}.`,
    notStarted: 'Не начат: когда начался, неизвестно.',
    limit: (limit, rule) => `Может длиться ${limit} (правило ${rule}).`,
    promised: (value, rule) => `Обещано на ${value} (правило ${rule}).`,
    pausedByCalendar: (from, to, length, calendar) =>
      `Пауза ${from} – ${to} (${length}): вне часов календаря ${calendar}.`,
    pausedByStage: (from, to, length, stage) =>
      `Пауза ${from} – ${to} (${length}): время на этапе ${stage} не считается.`,
    pausedSince: (from) => `Пауза с ${from}.`,
    pausedInAll: (length) => `Всего пауз ${length}.`,
    due: (at) => `Значит, срок – ${at}.`,
    noDue: 'Значит, сейчас срока нет.',
    assumption: {
      'calendar-ends': 'Так далеко календарь не доходит; взяты его недельные часы.',
      'started-then-or-earlier': 'Начало видно по снимку: тогда или раньше.',
    },
  },
  anomalies: 'Аномалии',
  anomaly: {
    illegal: (from, to) => `из ${from} в ${to}, чего модель не допускает`,
    backwards: (from, to, length) => `время ${to} на ${length} раньше, чем ${from}`,
    outOfOrder: (from, to) => `о ${to} стало известно после ${from}`,
    duplicate: (stage) => `о ${stage} сообщено дважды, с разным временем`,
  },
  anomalyKind: {
    'illegal-transition': 'недопустимый переход',
    'time-backwards': 'время идёт назад',
    'out-of-order': 'нарушен порядок',
    duplicate: 'повтор',
  },
  alarms: 'Тревоги',
  incidentKind: {
    orders: 'опоздавшие заказы',
    backlog: 'просрочено до начала наблюдения',
    witness: 'источник не видит',
    flow: 'нет новых заказов',
    anomaly: 'заказы нарушают правила',
    drift: 'источники противоречат друг другу',
  },
  alarmSince: (at, incident) => `с ${at}, инцидент ${incident}`,
  witnesses: 'Источники',
  isBlind: (witness, detail) => `${witness} не видит${detail === null ? '' : `: ${detail}`}`,
  attributes: 'Свойства',
  observations: (shown, of) =>
    shown === of ? `Наблюдения (${of})` : `Последние ${shown} из ${of} наблюдений`,
  unknownOrder: (id) => `заказ с номером ${id} не известен`,
};
