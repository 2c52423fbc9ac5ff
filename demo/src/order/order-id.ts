/*
 * The shop counts its orders: 42. MES writes the same order M-0042. Orders of partners are numbered by
 * MES, since the shop does not know of them yet; they begin where the shop will not get to.
 */
const MES_ID = /^M-0*([1-9][0-9]{0,14})$/;
const SHOP_ID = /^[1-9][0-9]{0,14}$/;
const MES_DIGITS = 4;

export function mesIdOf(order: number): string {
  return `M-${String(order).padStart(MES_DIGITS, '0')}`;
}

/** Undefined where it is no id of MES. */
export function parseMesId(text: string): number | undefined {
  const digits = MES_ID.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

export function parseShopId(text: string): number | undefined {
  return SHOP_ID.test(text) ? Number(text) : undefined;
}
