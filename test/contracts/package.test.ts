import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readText, root } from './source-files.ts';

const meta = JSON.parse(readText('package.json'));
const lock = JSON.parse(readText('package-lock.json'));

/** What a clean clone holds: everything that git tracks and that still stands here. */
const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter((path) => path !== '' && existsSync(join(root, path)));

describe('package.json', () => {
  test('is an ES module for the supported versions of Node.js', () => {
    expect(meta).toMatchObject({ name: 'zendrift', type: 'module', license: 'MIT', engines: { node: '>=20.19' } });
  });

  test('ships the bundles, the schema and the words of the project, and nothing that needs a build', () => {
    expect(meta.bin).toEqual({ zendrift: 'dist/cli.js' });
    expect(meta.files).toEqual(expect.arrayContaining(['dist', 'schema', 'action.yml', 'CHANGELOG.md']));
    expect(meta.files.filter((name: string) => /^(?:src|test|bench|scripts)/.test(name))).toEqual([]);
  });

  test('needs nothing at run time: what it uses is in the bundles', () => {
    expect([meta.dependencies, meta.peerDependencies, meta.optionalDependencies]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('pins every dependency exactly', () => {
    const versions = Object.entries<string>(meta.devDependencies);
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([]);
  });
});

describe('the lockfile', () => {
  test('names no registry: an install uses the one that is configured', () => {
    expect(readText('.npmrc').split('\n')).toContain('omit-lockfile-registry-resolved=true');
    const packages = Object.entries<{ resolved?: string; integrity?: string; optional?: boolean }>(lock.packages);
    expect(packages.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
    // Binaries of other platforms stand there without a hash: npm writes one only for what it has seen itself.
    const unverified = packages.filter(([path, { integrity, optional }]) => path !== '' && !optional && !integrity);
    expect(unverified.map(([path]) => path)).toEqual([]);
  });

  test('belongs to this package.json', () => {
    expect(lock.packages['']).toMatchObject({ version: meta.version, devDependencies: meta.devDependencies });
  });
});

describe('a newcomer', () => {
  const lines = readText('README.md').split('\n');

  test.each(['npm ci && npm run demo', 'npm ci && npm test'])('finds `%s` in the README', (command) => {
    expect(lines).toContain(command);
  });

  test('runs what CI runs', () => {
    const script = readText('.ci/run').split('\n');
    expect(script).toContain('npm ci && npm test');
    expect(script.filter((line) => line.trim() !== '').at(-1)).toBe('npm ci && npm test');
    expect(script).toContain('npm run build');
    expect(() => accessSync(join(root, '.ci/run'), constants.X_OK)).not.toThrow();
    expect(meta.scripts).toMatchObject({
      test: expect.any(String),
      demo: expect.any(String),
      build: expect.any(String),
    });
  });

  test('may use it: the licence is MIT', () => {
    expect(readText('LICENSE')).toMatch(/^MIT License\n\nCopyright \(c\) \d{4} zendrift contributors\n/);
  });

  test('reads in the changelog what this version is', () => {
    expect(readText('CHANGELOG.md')).toContain(`## ${meta.version}`);
  });
});

describe('the repository', () => {
  test('holds nothing that is built', () => {
    const built = tracked.filter((path) => /^(?:dist|node_modules|coverage)\//.test(path));
    expect(built).toEqual([]);
    expect(readText('.gitignore').split('\n')).toEqual(expect.arrayContaining(['dist/', 'node_modules']));
  });

  test('names no path of the machine that it was written on', () => {
    // Put together here, so that this file is not its own first hit.
    const folders = ['work', 'root', 'Users', 'workspace'].map((name) => `/${name}/`);
    const escaped = [...folders, `${dirname(root)}/`].map((path) => path.replaceAll(/[.*+?^$()[\]{}|\\]/g, '\\$&'));
    const pattern = new RegExp(`(?<![\\w.:/-])(?:${escaped.join('|')})\\w`);
    const found = tracked.flatMap((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      if (text.includes('\0')) return [];
      const index = text.split('\n').findIndex((line) => pattern.test(line));
      return index < 0 ? [] : [`${path}:${index + 1}`];
    });
    expect(found).toEqual([]);
  });
});
