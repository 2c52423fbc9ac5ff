const rules = new Intl.PluralRules('ru');

/** `plural(21, 'заказ', 'заказа', 'заказов')`: the form that Russian wants after the number. */
export function plural(count: number, one: string, few: string, many: string): string {
  const form = rules.select(count);
  return form === 'one' ? one : form === 'few' ? few : many;
}
