export { type OrderAttributes, orderAttributesOf } from './order-attributes.ts';
export { GENERATED_MARK, renderServicesEnv } from './render-services-env.ts';
