import { plural } from '../message-plural-ru.ts';
import type { HandlingTexts } from './handling-texts.ts';

export const RUSSIAN_HANDLING: HandlingTexts = {
  label: {
    again: 'Повторно',
    worse: 'Стало хуже',
    escalated: 'Передано выше',
    acknowledged: 'Взято в работу',
    snoozed: 'Отложено',
    continued: 'Продолжение',
  },
  again: (post) => `сообщение ${post} об этом: всё ещё длится, и никто не взял это в работу`,
  worse: (total, before) =>
    `теперь ${total} ${plural(total, 'заказ', 'заказа', 'заказов')}, а когда взяли в работу — ${before}`,
  escalated: (at) => `в ${at}: до тех пор никто не взял это в работу`,
  acknowledged: (by, at) => (by === null ? `в ${at}` : `${by}, в ${at}`),
  lapsed: (at) => `с ${at} не действует: стало намного хуже`,
  snoozed: (until) => `до ${until}: раньше сообщений не будет`,
  continued: (at) => `в ${at} отправлено заново; это сообщение больше не обновляется`,
  lastOf: (at) => `последний в ${at}`,
};
