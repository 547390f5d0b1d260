import { defineConfig } from '@playwright/test';
import type { Chromium } from './fixtures/chromium.ts';

/** Known once everything is set up, and so in the processes that run tests. */
const chromium = JSON.parse(process.env.TEST_CHROMIUM ?? 'null') as Chromium | null;

export default defineConfig({
  testDir: 'specs',
  globalSetup: './fixtures/globalSetup.ts',
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['./fixtures/reporter.ts']],
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    launchOptions: {
      // Names of sites that there are nowhere but here.
      args: ['--host-resolver-rules=MAP *.test 127.0.0.1'],
      ...(chromium && {
        executablePath: chromium.executablePath,
        env: { ...(process.env as Record<string, string>), ...chromium.env },
      }),
    },
  },
});
