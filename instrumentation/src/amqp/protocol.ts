/** Numbers of AMQP 0-9-1 methods: class and method, as amqplib names them in its `defs`. */
const BASIC = 60;
const method = (id: number): number => BASIC * 0x10000 + id;

export const BASIC_CONSUME = method(20);
export const BASIC_CONSUME_OK = method(21);
export const BASIC_ACK = method(80);
export const BASIC_REJECT = method(90);
export const BASIC_NACK = method(120);

/** Fields of the methods above, as far as they are read. */
export interface MethodFields {
  deliveryTag?: number;
  multiple?: boolean;
  requeue?: boolean;
  queue?: string;
  noAck?: boolean;
  consumerTag?: string;
}

export interface MessageProperties {
  headers?: Record<string, unknown>;
  messageId?: string;
  correlationId?: string;
}

export interface DeliveredMessage {
  fields: {
    deliveryTag: number;
    redelivered?: boolean;
    exchange: string;
    routingKey: string;
    consumerTag?: string;
  };
  properties: MessageProperties;
  content: Uint8Array;
}

export type Reply = (error: unknown, frame?: { id: number; fields: MethodFields }) => unknown;

/** The part of amqplib's BaseChannel that is wrapped; it is the same from 0.10 to 2. */
export interface Channel {
  connection?: { stream?: Peer };
  /** Only channels with confirms have it. */
  waitForConfirms?: unknown;
  on(event: string, listener: (argument: never) => void): unknown;
  prependListener(event: string, listener: (argument: never) => void): unknown;
  sendMessage(
    fields: { exchange: string; routingKey: string; mandatory?: boolean },
    properties: MessageProperties,
    content: Uint8Array,
  ): unknown;
  pushConfirmCallback(callback?: ConfirmCallback): void;
  sendImmediately(method: number, fields: MethodFields): unknown;
  sendOrEnqueue(method: number, fields: MethodFields, reply: Reply): unknown;
  get(...args: unknown[]): unknown;
  dispatchMessage(fields: { consumerTag?: string }, message: DeliveredMessage | null): unknown;
}

export type ConfirmCallback = ((error: unknown) => void) | null | false;

interface Peer {
  remoteAddress?: string;
  remotePort?: number;
  /** The name that was looked up, where there was one. */
  _host?: string;
}
