import { defineConfig } from 'vitest/config';

// Node tests only; what needs a browser is named *.browser.test.ts and runs in web-test-runner.
export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/*.browser.test.ts', 'node_modules/**', 'dist/**', 'data/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
