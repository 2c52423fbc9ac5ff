export * from '../../scripts/services/demo/orders.ts';
