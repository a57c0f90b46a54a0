import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toolRepository } from '#render/init/workflow-text.ts';
import { findForeign, formerHome, home, listTexts, parseHome, rehost } from './hosting.ts';
import { readText, root } from './source-files.ts';

// After an edit of "repository" in package.json, ZENDRIFT_WRITE=1 brings every other text there.
const moves = process.env['ZENDRIFT_WRITE'] === '1' && home.url !== formerHome.url;
if (moves)
  for (const [path, text] of listTexts()) {
    const moved = rehost(text, formerHome, home);
    if (moved !== text) writeFileSync(join(root, path), moved);
  }

const texts = listTexts();
const toDo =
  'edit "repository" in package.json alone, then run ZENDRIFT_WRITE=1 npx vitest run test/contracts/hosting.test.ts';

describe('where the project lives', () => {
  test('is said by "repository" in package.json, and everything else follows', () => {
    const meta = JSON.parse(readText('package.json'));
    expect(meta, toDo).toMatchObject({
      repository: { type: 'git', url: `git+${home.url}.git` },
      homepage: `${home.url}#readme`,
      bugs: `${home.url}/issues`,
    });
    expect(
      texts.flatMap(([path, text]) => findForeign(path, text, home)),
      toDo,
    ).toEqual([]);
  });

  // Workflows that have just moved were loaded before.
  test.skipIf(moves)('is what "zendrift init" writes into workflows', () =>
    expect(toolRepository, toDo).toBe(home.name),
  );

  test('a fork is one edit and one command: no text still names the former home', () => {
    const fork = parseHome('git+https://ghe.example/ops-team/drift-tool.git');
    const moved = texts.map(([path, text]) => [path, rehost(text, home, fork)] as const);
    expect(moved.flatMap(([path, text]) => findForeign(path, text, fork))).toEqual([]);
    const named = new RegExp(home.name.replace('/', '\\/'));
    expect(moved.filter(([, text]) => named.test(text)).map(([path]) => path)).toEqual([]);
    expect(moved.filter(([, text]) => text.includes(fork.name)).length).toBeGreaterThan(15);
  });

  test('another owner is noticed in workflows, in prose and in links', () => {
    const text = [
      `uses: ${home.name}@v1 and ${home.url}/releases`,
      'uses: else/zendrift@0123456789012345678901234567890123456789 # v1.0.0',
      'the tag `else/tool/sub@v1` at https://github.com/else/where.git',
      'uses: actions/checkout@v7, https://github.com/newren/git-filter-repo, https://docs.github.com/rest/repos',
    ].join('\n');
    const found = ['else/zendrift', 'else/tool', 'else/where'].map((name) => `README.md: ${name}`);
    expect(findForeign('README.md', text, home)).toEqual(found);
  });
});
