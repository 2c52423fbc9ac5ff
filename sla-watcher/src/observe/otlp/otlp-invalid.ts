import { OrderwatchError } from '../../domain/errors.ts';

/**
 * A body that is no OTLP (`otlp-invalid`), or holds more than is taken at once (`otlp-too-large`). None
 * of it was taken; the message is English, for whoever runs the sender, and quotes nothing of the body.
 */
export class OtlpInvalid extends OrderwatchError {
  readonly code: 'otlp-invalid' | 'otlp-too-large';
  readonly retryable = false;

  constructor(message: string, code: OtlpInvalid['code'] = 'otlp-invalid') {
    super(message);
    this.code = code;
  }
}
