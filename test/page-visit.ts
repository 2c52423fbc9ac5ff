import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

/** A watcher with a sample of orders, as a process of its own: the tests know it by HTTP alone. */
export interface Sample {
  readonly url: string;
  /** The path of the open incident of this rule. */
  incident(rule: string): Promise<string>;
  close(): Promise<void>;
}

const PROGRAM = fileURLToPath(new URL('../sla-watcher/src/http/testing/serve-sample.ts', import.meta.url));

export async function startSample(kind: 'day' | 'calm' | 'trouble' | 'hostile' | 'losses'): Promise<Sample> {
  const child = spawn(process.execPath, [PROGRAM, kind], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const said = await Promise.race([once(child.stdout, 'data'), ended]);
  const url = String(said[0]).trim();
  if (!URL.canParse(url)) throw new Error(`the sample did not start: ${url}`);
  return {
    url,
    async incident(rule) {
      const answer = await fetch(`${url}/api/incidents`);
      const { items } = (await answer.json()) as { items: { id: string; rule: string }[] };
      return `/incidents/${items.find((each) => each.rule === rule)?.id}`;
    },
    async close() {
      // It ends when nobody holds its input any more, so it cannot outlive the tests.
      child.stdin.end();
      await ended;
    },
  };
}

export function launchBrowser(executablePath: string): Promise<Browser> {
  // Debian's Chromium has no sandbox for root, as which CI runs.
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** What axe finds wrong, a line a fault. It is evaluated from outside: the page's own policy stands. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(`axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => id + ': ' + html + ' ' + failureSummary)))`);
}

/** By how many pixels the page is wider than its window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
