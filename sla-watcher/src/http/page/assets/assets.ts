import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** What is served, from which files: the parts of the sheet are joined in this order. */
const ASSETS = {
  'page.css': {
    type: 'text/css; charset=utf-8',
    files: [
      'base.css',
      'frame.css',
      'badges.css',
      'parts.css',
      'lists.css',
      'order.css',
      'loss.css',
      'handling.css',
    ],
  },
  'live.js': { type: 'text/javascript; charset=utf-8', files: ['live.js'] },
  'icon.svg': { type: 'image/svg+xml', files: ['icon.svg'] },
} as const;

export type AssetName = keyof typeof ASSETS;

export interface Asset {
  readonly type: string;
  readonly content: Buffer;
}

const paths = new Map<string, string>();
const byHashedName = new Map<string, Asset>();

for (const [name, { type, files }] of Object.entries(ASSETS)) {
  const content = Buffer.concat(files.map((file) => readFileSync(new URL(file, import.meta.url))));
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 16);
  const hashedName = name.replace('.', `-${hash}.`);
  paths.set(name, `/assets/${hashedName}`);
  byHashedName.set(hashedName, { type, content });
}

/** The name carries the hash of the content: it may be kept for ever, and what changes has a new name. */
export function assetPath(name: AssetName): string {
  return paths.get(name) ?? '';
}

export function findAsset(hashedName: string): Asset | null {
  return byHashedName.get(hashedName) ?? null;
}
