import { guard } from '../start/guard.ts';
import { correlation } from './correlation.ts';

export interface PinoOptions {
  /** Takes a line as pino would write it, and gives it as it may be written. */
  onLine(line: string, keys: LineKeys): string;
}

/** Where in the line things stand, since a service may choose the names. */
export interface LineKeys {
  message: string;
  error: string;
}

type Mixin = (merge: object, level: number, logger: unknown) => object;
type Logger = Record<symbol, unknown>;
type Pino = ((...args: unknown[]) => Logger) & {
  symbols: Record<'mixinSym' | 'hooksSym' | 'messageKeySym' | 'errorKeySym', symbol>;
  pino?: unknown;
  default?: unknown;
};

/** pino: order and trace on every line, lines masked, and each passed on as an OpenTelemetry record. */
export function wrapPino(options: PinoOptions): (pino: Pino) => Pino {
  return (pino) => {
    const wrapped = Object.assign((...args: unknown[]) => {
      const logger = pino(...args);
      guard('pino', () => extend(logger, pino.symbols, options));
      return logger;
    }, pino);
    if (typeof wrapped.pino === 'function') wrapped.pino = wrapped;
    if (typeof wrapped.default === 'function') wrapped.default = wrapped;
    return wrapped;
  };
}

/** Child loggers have this one as their prototype, so they have it all too. */
function extend(logger: Logger, symbols: Pino['symbols'], { onLine }: PinoOptions): void {
  const mixin = logger[symbols.mixinSym] as Mixin | undefined;
  logger[symbols.mixinSym] = ((merge, level, self) => {
    const fields = guard('pino correlation', correlation) ?? {};
    return mixin === undefined ? fields : Object.assign(fields, mixin(merge, level, self));
  }) satisfies Mixin;

  const hooks = logger[symbols.hooksSym] as { streamWrite?: (line: string) => string } | undefined;
  const before = hooks?.streamWrite;
  const keys = {
    message: String(logger[symbols.messageKeySym] ?? 'msg'),
    error: String(logger[symbols.errorKeySym] ?? 'err'),
  };
  logger[symbols.hooksSym] = {
    ...hooks,
    streamWrite: (line: string) => {
      const written = before === undefined ? line : before(line);
      return guard('pino line', () => onLine(written, keys)) ?? written;
    },
  };
}
