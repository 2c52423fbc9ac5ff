import { plural } from '../message-plural-ru.ts';
import type { LossTexts } from './loss-texts.ts';

export const RUSSIAN_LOSS: LossTexts = {
  head: {
    lost: 'ПОТЕРЯ',
    waiting: 'ОЖИДАНИЕ',
    working: 'ОПОЗДАНИЕ (в работе)',
    drift: 'РАСХОЖДЕНИЕ',
    disorder: 'НАРУШЕН ПОРЯДОК',
    hidden: 'НЕ ВИДНО',
    vanished: 'ПРОПАЖА',
    stuck: 'ЗАДЕРЖКА',
  },
  title: {
    told: (head, who, what, where, since) => `${head}: ${who} ${where} с ${since} — ${what}`,
    untold: (head, who, what, where, since, why) =>
      `${head}: ${who} ${where} с ${since}, ${what}${why === null ? '' : `: ${why}`}`,
    resolved: (who, what, where) => `РЕШЕНО: ${who} ${where} — ${what}`,
    rejudged: (who, what, where) => `УТОЧНЕНО: ${who} ${where}, прежде — ${what}`,
  },
  label: {
    what: 'Что случилось',
    contradiction: 'Кто что говорит',
    why: 'Почему мы так думаем',
    against: 'Что говорит против',
    unseen: 'Кто не видел',
    step: 'Что делать',
    stepIf: (what) => `Если ${what}`,
    runbook: 'Инструкция',
    replay: 'Повторная отправка',
    orders: 'Заказы',
  },
  sure: (confidence, meaning) => `${confidence[0]?.toUpperCase()}${confidence.slice(1)}. ${meaning}`,
  either: (what) => `Одно из двух: ${what}.`,
  notExcluded: (classes, more) => `Не исключено: ${classes}${more > 0 ? ` и ещё ${more}` : ''}.`,
  evidenceOf: (order, evidence) => `${order}: ${evidence}`,
  atOpening: (count) => `при открытии ${count}`,
  joined: (count) => `позже ${plural(count, 'добавился', 'добавились', 'добавилось')} ${count}`,
  gone: (count) => `${plural(count, 'вышел', 'вышли', 'вышло')} ${count}`,
  stillIn: (count) => `${plural(count, 'остаётся', 'остаются', 'остаётся')} ${count}`,
  says: (witness, stage, at) => `${witness}: ${stage ?? 'заказа нет'}${at === null ? '' : ` (${at})`}`,
  contradictSince: (said, since) => `${said}, с ${since}`,
  nowToldAs: (count, what) => `${count} ${plural(count, 'заказ', 'заказа', 'заказов')} теперь: ${what}`,
};
