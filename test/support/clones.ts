import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment, git, makeFolder } from '../git/support.ts';

/** A clone, and what the program is started with there. */
export interface CloneShape {
  readonly checkout: string;
  readonly environment: Readonly<Record<string, string>>;
}

type Shape = (remote: string) => CloneShape;

const clone =
  (...options: readonly string[]): Shape =>
  (remote) => {
    const folder = makeFolder();
    git(folder, 'clone', '-q', ...options, `file://${remote}`, 'clone');
    return { checkout: join(folder, 'clone'), environment: {} };
  };

/** The same under a user's configuration that refuses a bare repository which nobody has named. */
const explicit =
  (shape: Shape): Shape =>
  (remote) => {
    const config = join(makeFolder(), 'gitconfig');
    writeFileSync(config, '[safe]\n\tbareRepository = explicit\n');
    return { ...shape(remote), environment: { GIT_CONFIG_GLOBAL: config } };
  };

const linked: Shape = (remote) => {
  const { checkout } = clone()(remote);
  const tree = join(makeFolder(), 'linked');
  git(checkout, 'checkout', '-q', '--detach');
  git(checkout, 'worktree', 'add', '-q', tree, 'main');
  return { checkout: tree, environment: {} };
};

/** Every way in which people and Actions clone. */
export const cloneShapes: Readonly<Record<string, Shape>> = {
  full: clone(),
  'depth 1': clone('--depth=1'),
  'depth 2': clone('--depth=2'),
  'depth 50': clone('--depth=50'),
  'without contents': clone('--filter=blob:none'),
  'without folders': clone('--filter=tree:0'),
  'without folders, depth 1': clone('--filter=tree:0', '--depth=1'),
  'linked work tree': linked,
  'depth 1, bare repositories refused': explicit(clone('--depth=1')),
  'mirror, bare repositories refused': explicit(clone('--mirror')),
  'another remote name': clone('-o', 'company', '--depth=1'),
};

/** Counts how often a clone is connected to its remote, also by what git does on its own. */
export function countConnections({ checkout }: CloneShape): () => number {
  const folder = makeFolder();
  const [log, script] = [join(folder, 'log'), join(folder, 'upload-pack')];
  writeFileSync(script, `#!/bin/sh\necho connected >> ${log}\nexec git-upload-pack "$@"\n`);
  chmodSync(script, 0o755);
  for (const name of git(checkout, 'remote').split('\n')) git(checkout, 'config', `remote.${name}.uploadpack`, script);
  return () => takeLines(log).length;
}

/** A folder for PATH whose git notes down each command that it is started with. */
export function countProcesses(): { readonly path: string; readonly take: () => readonly string[] } {
  const path = makeFolder();
  const log = join(path, 'log');
  const real = git(path, '-c', 'alias.which=!command -v git', 'which');
  writeFileSync(join(path, 'git'), `#!/bin/sh\necho "$1" >> ${log}\nexec ${real} "$@"\n`);
  chmodSync(join(path, 'git'), 0o755);
  return { path: `${path}:${environment['PATH']}`, take: () => takeLines(log) };
}

function takeLines(log: string): readonly string[] {
  const lines = existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(0, -1) : [];
  rmSync(log, { force: true });
  return lines;
}
