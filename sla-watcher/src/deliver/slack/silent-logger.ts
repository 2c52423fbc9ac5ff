import { type Logger, LogLevel } from '@slack/web-api';

/** Slack's client logs requests and headers; what matters of them is in the answer already. */
export const SILENT: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};
