/** A stable `code`, whether trying again can help, and what lay behind it. */
export abstract class OrderwatchError extends Error {
  abstract readonly code: string;
  abstract readonly retryable: boolean;
}

/** Somebody else wrote the same row first; the transaction is run again. */
export class StoreConflict extends OrderwatchError {
  readonly code = 'store-conflict';
  readonly retryable = true;
}

/** The store cannot be reached or written: down, read only, disk full. Nothing was acknowledged. */
export class StoreUnavailable extends OrderwatchError {
  readonly code = 'store-unavailable';
  readonly retryable = true;
}

/** Another replica has taken over what this lease was for. */
export class LeaseLost extends OrderwatchError {
  readonly code = 'lease-lost';
  readonly retryable = false;
}

/** A source of observations cannot be read; `detail` is fit for people and holds no secret. */
export class WitnessUnavailable extends OrderwatchError {
  readonly code = 'witness-unavailable';
  readonly retryable: boolean;
  constructor(message: string, options: { cause?: unknown; retryable: boolean }) {
    super(message, { cause: options.cause });
    this.retryable = options.retryable;
  }
}

/** The configuration cannot work; the message says what to write instead. */
export class ConfigInvalid extends OrderwatchError {
  readonly code = 'config-invalid';
  readonly retryable = false;
}
