#!/usr/bin/env node
// The command line's entry. It imports nothing before the version is checked, because an older Node would
// stop at the first TypeScript or SQLite import with a message that helps nobody.

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `ground-truth-kit needs Node 22.18 or newer, and this is ${process.version}. ` +
      'In a clone, "npm install" brings Node 24 along: use "npx gtkit" or "npm run gtkit --".\n',
  );
  process.exitCode = 1;
} else {
  // Whoever reads the output may stop, as "| head" does; there is nobody left to tell then.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  const { main } = await import('./main.ts');
  process.exitCode = await main(process.argv.slice(2));
}
