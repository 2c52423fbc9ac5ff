export * from '../../scripts/services/demo/platform.ts';
