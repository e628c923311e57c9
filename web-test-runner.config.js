import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromeLauncher } from '@web/test-runner-chrome';
import { chromiumSwitches, findChromium } from './scripts/find-chromium.ts';

// Elements and pages in a real Chromium, from the sources: esbuild only strips types and lowers decorators.
export default {
  files: ['**/*.browser.test.ts', '!node_modules/**', '!dist/**'],
  nodeResolve: { exportConditions: ['browser', 'development'] },
  concurrency: 1,
  testsFinishTimeout: 300_000,
  testFramework: { config: { timeout: 15_000 } },
  browsers: [
    chromeLauncher({
      launchOptions: { executablePath: findChromium(console.error), args: chromiumSwitches },
      // A desktop-sized page: the elements change their layout below 800 px.
      createPage: async ({ context }) => {
        const page = await context.newPage();
        await page.setViewport({ width: 1280, height: 800 });
        return page;
      },
    }),
  ],
  plugins: [
    esbuildPlugin({
      ts: true,
      json: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('./tsconfig.json', import.meta.url)),
    }),
  ],
};
