export type Format = 'esm' | 'cjs';

interface Manifest {
  name: string;
  version: string;
  description: string;
  license: string;
  engines: Record<string, string>;
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
}

const entry = (file: string) => ({
  import: { types: `./esm/${file}.d.ts`, default: `./esm/${file}.js` },
  require: { types: `./cjs/${file}.d.ts`, default: `./cjs/${file}.js` },
});

/** The manifest of what is published, from that of the source: the workspace runs on its `.ts` files. */
export function renderManifest(source: unknown): string {
  const { name, version, description, license, engines, dependencies, peerDependencies } = source as Manifest;
  const ours = Object.keys(dependencies).filter((dependency) => dependency.startsWith('@orderwatch/'));
  if (ours.length > 0) throw new Error(`a published package cannot depend on ${ours.join(', ')}`);
  const manifest = {
    name,
    version,
    description,
    keywords: ['opentelemetry', 'tracing', 'metrics', 'logs', 'orders', 'rabbitmq'],
    license,
    type: 'module',
    engines,
    main: './cjs/index.js',
    types: './cjs/index.d.ts',
    exports: {
      '.': entry('index'),
      './register': entry('register'),
      './package.json': './package.json',
    },
    // `register` is imported for what it does.
    sideEffects: ['./esm/register.js', './cjs/register.js'],
    dependencies,
    peerDependencies,
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
