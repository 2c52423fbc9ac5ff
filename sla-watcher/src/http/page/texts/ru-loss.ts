import { type Html, html } from '../parts/html.ts';
import type { enLoss } from './en-loss.ts';
import { plural } from './format.ts';

/** The Russian texts about what was lost. */
export const ruLoss: typeof enLoss = {
  diagnoses: 'Что с ним случилось',
  oneOfTwo: 'Одно из двух: увиденное подходит к обоим.',
  notExcluded: (classes: string) => `Не исключено: ${classes}.`,
  lastProof: (time: Html) => html`Последнее доказанное движение: ${time}.`,
  speaksFor: 'Что говорит за это',
  speaksAgainst: 'Что говорит против',
  nothingFor: 'Прямых следов нет; остальное исключено.',
  trace: (id: Html) => html`трасса ${id}`,
  unseen: 'Кто не видел',
  step: 'Что делать',
  stepIf: (what: string) => `Если ${what}`,
  runbook: 'Инструкция',
  replay: 'Повторная отправка',

  disagreements: 'Кто кому противоречит',
  drift: {
    disagree: 'Говорят разное',
    vanished: 'Запись исчезла',
    hidden: 'Список его не показывает',
  },
  saysStage: (witness: Html, stage: Html) => html`${witness}: ${stage}`,
  saysNothing: (witness: Html) => html`${witness}: заказа нет`,
  asOf: (time: Html) => html`(${time})`,
  againstSince: (time: Html, length: string) => html`Противоречат друг другу с ${time}, уже ${length}.`,
  toldFrom: (time: Html) => html`Ещё может сойтись само; сообщим с ${time}.`,
  neverTold: 'Только показано: по модели об этом никому не сообщают.',

  ledger: 'Журнал расхождений',
  ledgerLead: 'Заказы, о которых два источника говорят разное дольше, чем позволяет модель.',
  ledgerOpen: 'Ещё не разрешены',
  ledgerEmpty: 'Никто никому не противоречит.',
  ledgerKind: 'Вид',
  ledgerAge: 'Длится',
  ledgerClosed: 'Снова согласны или где об этом сказано',

  evidenceOf: (order: Html) => html`Откуда это известно, на примере заказа ${order}`,
  atOpening: plural({
    one: '{n} при открытии',
    few: '{n} при открытии',
    many: '{n} при открытии',
    other: '{n} при открытии',
  }),
  joinedLater: plural({
    one: '{n} добавился позже',
    few: '{n} добавились позже',
    many: '{n} добавилось позже',
    other: '{n} добавилось позже',
  }),
  outOfIt: plural({
    one: '{n} вышел',
    few: '{n} вышли',
    many: '{n} вышло',
    other: '{n} вышло',
  }),
  provenOfThese: plural({
    one: 'из них доказан {n}',
    few: 'из них доказано {n}',
    many: 'из них доказано {n}',
    other: 'из них доказано {n}',
  }),

  classes: 'Как теряются заказы',
  classesLead: 'Каждый вид потери, что он значит и что делать человеку. Как каждый доказывается, сказано в',
};
