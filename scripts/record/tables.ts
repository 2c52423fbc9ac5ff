import type { RecordedTable } from './rows.ts';

/** The tables that orderwatch.yaml watches, with the columns that it reads. */
export function recordedTables(serverUrl: string, names: string): readonly RecordedTable[] {
  const database = (name: string) => {
    const url = new URL(serverUrl);
    url.pathname = `/${names}_${name}`;
    return url.href;
  };
  return [
    {
      witness: 'shop-db',
      url: database('shop'),
      table: 'public.order_status_history',
      order: 'order_id',
      columns: [
        ...['id', 'order_id', 'status', 'changed_at'],
        ...['channel', 'partner_id', 'complexity', 'promised_on', 'is_test'],
      ],
      instants: ['changed_at'],
    },
    {
      witness: 'mes-db',
      url: database('mes'),
      table: 'public.orders',
      order: 'external_id',
      columns: ['id', 'external_id', 'status', 'updated_at'],
      instants: ['updated_at'],
    },
  ];
}
