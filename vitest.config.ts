import { defineConfig } from 'vitest/config';

/** Tests that drive a browser, kill servers or start commands: one file at a time, so that none waits for another. */
const alone = [
  'flow.test.ts',
  'cli/**/*.test.ts',
  'elements/scenarios/*.test.ts',
  'elements/stage/exif-orientation.test.ts',
  'scripts/preview/*.test.ts',
  'scripts/deploy/moto.test.ts',
  'scripts/start.test.ts',
  'scripts/claim-data-folder.test.ts',
  'server/*-kill.test.ts',
  'server/kill-server.test.ts',
  'server/start-ground-truth.test.ts',
  'server/object-store/survive-kill.test.ts',
  'server/portal/portal-pages.test.ts',
];

// Node tests only; what needs a browser is named *.browser.test.ts and runs in web-test-runner.
const notHere = ['**/*.browser.test.ts', 'node_modules/**', 'dist/**', 'data/**'];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['**/*.test.ts'],
          exclude: [...notHere, ...alone],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'flows',
          include: alone,
          exclude: notHere,
          fileParallelism: false,
          // A browser starved by a busy machine may try once more; the report says "retry x1" where it did.
          retry: process.env['CI'] ? 1 : 0,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
