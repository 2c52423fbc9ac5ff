export * from '../../scripts/services/demo/faults.ts';
