import type { Language } from '@orderwatch/model';

/** What channels themselves say; all else stands in the message. */
export interface Phrases {
  readonly more: (count: number) => string;
  readonly possibleRepeat: string;
  readonly open: string;
}

const russian = new Intl.PluralRules('ru');

export const PHRASES: Readonly<Record<Language, Phrases>> = {
  en: {
    more: (count) => (count === 1 ? 'and 1 more order' : `and ${count} more orders`),
    possibleRepeat: 'Possible repeat: an earlier attempt to send this was never confirmed.',
    open: 'Open in Orderwatch',
  },
  ru: {
    more(count) {
      const form = russian.select(count);
      return `и ещё ${count} ${form === 'one' ? 'заказ' : form === 'few' ? 'заказа' : 'заказов'}`;
    },
    possibleRepeat: 'Возможен повтор: подтверждение прошлой отправки не пришло.',
    open: 'Открыть в Orderwatch',
  },
};
