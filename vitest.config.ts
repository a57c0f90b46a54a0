import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

/**
 * Folders whose tests start git all the time. A fork costs more the larger the worker is, so these tests have workers of
 * their own, without a compiler, a bundler and the parsed sources of the others.
 */
const git = ['commands', 'connect', 'decisions', 'faults', 'git', 'issues', 'ledger'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);

/** Not `extends`: then a project would have a number of workers of its own, whatever `--maxWorkers` says. */
const project = (
  name: string,
  files: { readonly include: string[]; readonly exclude?: string[] },
): TestProjectInlineConfiguration => ({
  plugins: [
    {
      name: 'yml-as-text',
      enforce: 'pre',
      transform: (code, id) =>
        id.endsWith('.yml') ? { code: `export default ${JSON.stringify(code)};`, map: null } : undefined,
    },
  ],
  test: {
    name,
    ...files,
    setupFiles: ['test/support/seed.ts'],
    // Real git in temporary directories and loopback servers: slow machines need room, nothing waits on purpose.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // No test leaves anything behind (no module mocks, no globals), so files may share a worker: three times as fast.
    isolate: false,
    // Its JSON schemas are imported in a way that Node does not take.
    server: { deps: { inline: ['@actions/workflow-parser'] } },
  },
});

export default defineConfig({
  // Packages without their sources make a warning of each file.
  logLevel: 'error',
  test: {
    projects: [project('git', { include: git }), project('others', { include: ['test/**/*.test.ts'], exclude: git })],
    globalSetup: ['test/support/quick-folder.ts'],
    reporters: ['default', './test/support/closing-line.ts'],
    // Tests wait for git most of the time: a third worker keeps two processors busy.
    maxWorkers: 3,
  },
});
