import { defineConfig } from 'vitest/config';

/**
 * Folders whose tests start git all the time. A fork costs more the larger the worker is, so these tests have workers of
 * their own, without a compiler, a bundler and the parsed sources of the others.
 */
const git = ['commands', 'connect', 'decisions', 'faults', 'git', 'issues', 'ledger'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);

export default defineConfig({
  // Packages without their sources make a warning of each file.
  logLevel: 'error',
  plugins: [
    {
      name: 'yml-as-text',
      enforce: 'pre',
      transform: (code, id) =>
        id.endsWith('.yml') ? { code: `export default ${JSON.stringify(code)};`, map: null } : undefined,
    },
  ],
  test: {
    projects: [
      { extends: true, test: { name: 'git', include: git } },
      { extends: true, test: { name: 'others', include: ['test/**/*.test.ts'], exclude: git } },
    ],
    globalSetup: ['test/support/quick-folder.ts'],
    setupFiles: ['test/support/seed.ts'],
    reporters: ['default', './test/support/closing-line.ts'],
    // Real git in temporary directories and loopback servers: slow machines need room, nothing waits on purpose.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // No test leaves anything behind (no module mocks, no globals), so files may share a worker: three times as fast.
    isolate: false,
    // Tests wait for git most of the time: a third worker keeps two processors busy.
    maxWorkers: 3,
    // Its JSON schemas are imported in a way that Node does not take.
    server: { deps: { inline: ['@actions/workflow-parser'] } },
  },
});
