import { RUSSIAN_HANDLING } from './handling-message/handling-ru.ts';
import { RUSSIAN_LOSS } from './loss-message/loss-ru.ts';
import { plural } from './message-plural-ru.ts';
import type { MessageTexts } from './message-texts.ts';

const limited = (limit: string | null) => (limit === null ? '' : ` (предел ${limit})`);
const orders = (count: number) => `${count} ${plural(count, 'заказ', 'заказа', 'заказов')}`;

export const RUSSIAN: MessageTexts = {
  time: {
    day: 'д',
    hour: 'ч',
    minute: 'мин',
    second: 'с',
    months: ['янв', 'фев', 'мар', 'апр', 'мая', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек'],
  },
  loss: RUSSIAN_LOSS,
  handling: RUSSIAN_HANDLING,
  title: {
    late: (who, where, limit) => `ОПОЗДАНИЕ: ${who} ${where}${limited(limit)}`,
    resolved: (who, where, limit) => `РЕШЕНО: ${who} ${where}${limited(limit)}`,
    backlog: (who) => `НАКОПИЛОСЬ: просрочено ещё до начала наблюдения — ${who}`,
    backlogResolved: (who) => `РЕШЕНО: накопленное до начала наблюдения, ${who}`,
    anomaly: (what, where, who) => `АНОМАЛИЯ: ${what}, ${where}: ${who}`,
    anomalyResolved: (what, where, who) => `РЕШЕНО: ${what}, ${where}: ${who}`,
    witness: (name) => `СЛЕПОТА: свидетель ${name} не видит`,
    witnessResolved: (name) => `РЕШЕНО: свидетель ${name} снова видит`,
    flow: 'ПОТОК ОСТАНОВИЛСЯ: новых заказов нет',
    flowResolved: 'РЕШЕНО: новые заказы снова поступают',
    digest: (day, matters) => `СВОДКА за ${day}: ${matters}`,
  },
  orders,
  order: (id) => `заказ ${id}`,
  // After «из» the genitive: 1 из 21 заказа, 2 из 5 заказов.
  ordersOf: (open, total) => `${open} из ${total} ${plural(total, 'заказа', 'заказов', 'заказов')}`,
  matters: (count) => `${count} ${plural(count, 'событие', 'события', 'событий')}`,
  place: {
    stage: (name) => `в ${name}`,
    hop: (name) => `на переходе ${name}`,
    order: () => 'в целом',
    promise: (name) => `позже обещанного (${name})`,
  },
  anomaly: {
    'illegal-transition': 'переход, которого нет в модели',
    'time-backwards': 'время идёт назад',
    'out-of-order': 'вести обогнали друг друга',
    duplicate: 'изменение сообщено дважды',
  },
  kind: {
    backlog: 'Накопленное',
    witness: 'Свидетель',
    flow: 'Поток заказов',
    anomaly: 'Аномалия',
    drift: 'Расхождение',
  },
  label: {
    longest: 'Дольше всех',
    why: 'Почему такой срок',
    lastSeen: 'Последнее известное',
    since: 'С какого времени',
    lasted: 'Длилось',
    left: 'Чем кончилось',
    reason: 'Причина',
    meaning: 'Что это значит',
    usual: 'Обычно',
    health: 'Свидетели',
    model: 'Модель',
    more: 'Ещё',
  },
  late: (length) => `опоздание ${length}`,
  ago: (length) => `${length} назад`,
  due: (at) => `срок ${at}`,
  limit: (text) => `предел ${text}`,
  promised: (text) => `обещано ${text}`,
  started: (at) => `начало ${at}`,
  startUnknown: 'начало неизвестно',
  paused: (length) => `пауза ${length}`,
  sighting(stage, since, witness) {
    const when = since === null ? 'с неизвестного времени' : `с ${since}`;
    return `в ${stage} ${when} (${witness ?? 'по выводу'})`;
  },
  neverSeen: 'ни в одном этапе его не видели',
  healthUnknown: 'видят ли они, узнать нельзя: судим с их слов',
  blindMeans:
    'Заказы, которые мог видеть только он, не считаются опоздавшими или потерянными, пока он снова не увидит.',
  backlogMeans: 'Сообщается один раз, одной сводкой. О новых просрочках будет сказано отдельно.',
  flowUsual(count) {
    const usual = `${count} ${plural(Number(count), 'заказа', 'заказов', 'заказов')}`;
    return `за такое время около ${usual}, судя по тем же часам прошлых недель`;
  },
  lasted: (length, from, to) => `${length} (${from} – ${to})`,
  left: {
    moved: (at) => `прошёл дальше ${at}`,
    ended: (at) => `завершён ${at}`,
    'late-news': (at) => `поздняя весть ${at}: он прошёл вовремя`,
    're-dued': (at) => `новый предел ${at}`,
    'left-out': (at) => `исключён ${at}: не для наблюдения`,
    'not-seen': (at) => `не виден ${at}: его свидетель ослеп`,
    proven: (at) => `доказано ${at}: его увидели там, куда он должен был дойти`,
    agreed: (at) => `сошлось ${at}: свидетели снова говорят одно`,
    're-judged': (at) => `уточнён ${at}: он всё ещё стоит, но известно больше`,
  },
  leftCount: {
    moved: (count) => `${count} ${plural(count, 'прошёл', 'прошли', 'прошли')} дальше`,
    ended: (count) => `${count} ${plural(count, 'завершён', 'завершены', 'завершены')}`,
    'late-news': (count) => `${count} ${plural(count, 'прошёл', 'прошли', 'прошли')} вовремя (поздняя весть)`,
    're-dued': (count) => `${count} с новым пределом`,
    'left-out': (count) => `${count} ${plural(count, 'исключён', 'исключены', 'исключены')}`,
    'not-seen': (count) => `${count} ${plural(count, 'не виден', 'не видны', 'не видны')} (свидетель ослеп)`,
    proven: (count) => `${count} ${plural(count, 'дошёл', 'дошли', 'дошли')}, это доказано`,
    agreed: (count) => `${count} ${plural(count, 'сошёлся', 'сошлись', 'сошлись')}`,
    're-judged': (count) => `${count} ${plural(count, 'уточнён', 'уточнены', 'уточнены')}`,
  },
  notListed: (count) => `${count} здесь не ${plural(count, 'показан', 'показаны', 'показаны')}`,
  rule: (model, rule) => `${model}, правило ${rule}`,
  moreMatters: (count) => `и ещё ${count}, на странице`,
  resolvedShort: 'решено',
};
