#!/usr/bin/env node
// Nothing is imported before the version is known: an older Node would fail on what it does not have,
// in words that help nobody.
const NEEDED = 24;
const { node } = process.versions;

if (Number(node.split('.', 1)[0]) < NEEDED) {
  process.stderr.write(
    `orderwatch needs Node ${NEEDED} or newer, and this is Node ${node}.\n` +
      'Inside the project, npm exec -- orderwatch runs it on the right one.\n',
  );
  process.exitCode = 2;
} else {
  try {
    const { enableCompileCache } = await import('node:module');
    // Stripping types and compiling takes most of a short command's time; it need be done but once.
    enableCompileCache();
    const { run } = await import('./run.ts');
    await run(process.argv);
  } catch (error) {
    // Not 1, which says that a breach was found.
    process.exitCode = 2;
    console.error('orderwatch cannot start; is it installed completely (npm ci)?', error);
  }
}
