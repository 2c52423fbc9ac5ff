/** The platform's systems, statuses and hops, as orderwatch.yaml has them; a test holds the two equal. */
export type SystemName = 'shop' | 'crm' | 'mes';

export const OWNERS = {
  INITIATED: 'shop',
  FILE_UPLOADED: 'shop',
  SUBMITTED: 'shop',
  PRICE_CALCULATED: 'mes',
  MANUFACTURING_APPROVED: 'crm',
  MANUFACTURING_STARTED: 'mes',
  MANUFACTURING_COMPLETED: 'mes',
  PACKAGING: 'mes',
  SHIPPED: 'mes',
  CLOSED: 'crm',
  CANCELLED: 'crm',
} as const satisfies Record<string, SystemName>;

export type Status = keyof typeof OWNERS;

export const STATUSES = Object.keys(OWNERS) as readonly Status[];

/** The way of a status to the system that must learn of it. */
export interface HopOf {
  readonly hop: string;
  readonly to: SystemName;
}

export const HOPS: Readonly<Partial<Record<Status, HopOf>>> = {
  SUBMITTED: { hop: 'submitted-to-mes', to: 'mes' },
  PRICE_CALCULATED: { hop: 'price-to-crm', to: 'crm' },
  MANUFACTURING_APPROVED: { hop: 'approved-to-mes', to: 'mes' },
  MANUFACTURING_STARTED: { hop: 'started-to-crm', to: 'crm' },
  MANUFACTURING_COMPLETED: { hop: 'completed-to-crm', to: 'crm' },
  PACKAGING: { hop: 'packaging-to-crm', to: 'crm' },
  SHIPPED: { hop: 'shipped-to-crm', to: 'crm' },
};

export const HOP_NAMES: readonly string[] = Object.values(HOPS).map(({ hop }) => hop);
