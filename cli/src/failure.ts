import { oneLine, OrderwatchError } from '@orderwatch/sla-watcher';

/** The command cannot be carried out as it was given; the message says what to write instead. */
export class Misuse extends Error {}

/**
 * An error as a person should read it: what we foresaw in its own words, with the code that the docs
 * explain; of the unforeseen one line. With `verbose` the stack, and what lay behind it.
 */
export function renderFailure(error: unknown, verbose: boolean): string {
  const text =
    verbose && error instanceof Error ? `${summaryOf(error)}\n${traceOf(error)}` : summaryOf(error);
  const hint = verbose || isForeseen(error) ? '' : ' (--verbose shows where)';
  return `${(text + hint).split('\n').map(safeLine).join('\n')}\n`;
}

function isForeseen(error: unknown): boolean {
  return error instanceof Misuse || error instanceof OrderwatchError;
}

function summaryOf(error: unknown): string {
  if (error instanceof Misuse) return `orderwatch: ${error.message}`;
  if (error instanceof OrderwatchError) return `orderwatch: ${error.message} [${error.code}]`;
  const said = error instanceof Error ? error.message || error.name : String(error);
  return `orderwatch: unexpected: ${said.split('\n', 1)[0]}`;
}

function traceOf(error: Error): string {
  const own = error.stack ?? error.message;
  return error.cause instanceof Error ? `${own}\ncaused by: ${traceOf(error.cause)}` : own;
}

/** Messages may quote data. Leading space is kept: stacks and lists are indented. */
function safeLine(line: string): string {
  const indent = /^ */.exec(line)?.[0] ?? '';
  return `${indent}${oneLine(line)}`;
}
