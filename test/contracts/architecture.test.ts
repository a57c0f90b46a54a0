import { readdirSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { deviations, globalDeviations, lineCeiling, type Permission, rooms } from './import-rules.ts';
import { findNodes, type Import, readSources, root, type SourceFile } from './source-files.ts';

const sources = readSources('src');
const tests = [...readSources('test'), ...readSources('bench')];

/** `src/core/describe/x.ts` → `core`; files beside the folders are rooms of their own, the entries are one. */
function roomOf(path: string): string {
  const [first = '', ...rest] = path.replace(/^src\//, '').split('/');
  if (rest.length > 0) return first;
  const name = first.replace(/\.ts$/, '');
  return name === 'cli' || name === 'action' ? 'entry' : name;
}

type Target =
  | { readonly type: 'room'; readonly room: string; readonly file: string }
  | { readonly type: 'node' | 'package'; readonly name: string }
  | { readonly type: 'relative'; readonly room: string };

function toTarget(file: SourceFile, specifier: string): Target {
  if (specifier.startsWith('#')) {
    const path = `src/${specifier.slice(1)}`;
    return { type: 'room', room: roomOf(path), file: specifier.slice(1).replace(/\.ts$/, '') };
  }
  if (specifier.startsWith('./') && !specifier.slice(2).includes('/'))
    return { type: 'relative', room: roomOf(file.path) };
  if (specifier.startsWith('.')) {
    return { type: 'relative', room: roomOf(new URL(specifier, `file:///${file.path}`).pathname.slice(1)) };
  }
  if (specifier.startsWith('node:')) return { type: 'node', name: specifier };
  return {
    type: 'package',
    name: specifier
      .split('/')
      .slice(0, specifier.startsWith('@') ? 2 : 1)
      .join('/'),
  };
}

const covers = ({ to }: Permission, room: string, file: string): boolean =>
  to.some((name) => name === room || name === file || (name.endsWith('/') && file.startsWith(name)));

/** `src/commands/track.ts`, `src/commands/track/plan.ts` → `track`; null for what every command shares. */
function commandOf(path: string): string | null {
  const name = /^src\/commands\/([^/]+?)(?:\.ts|\/.*)$/.exec(path)?.[1];
  return name === undefined || name === 'command' ? null : name;
}

const pathOf = (from: string, specifier: string): string =>
  specifier.startsWith('#') ? `src/${specifier.slice(1)}` : new URL(specifier, `file:///${from}`).pathname.slice(1);

/** One circle for each file that closes one: `a.ts → b.ts → a.ts`. */
function findCircles(files: readonly SourceFile[]): readonly string[] {
  const imports = new Map(
    files.map(({ path, imports }) => [path, imports.map(({ specifier }) => pathOf(path, specifier))]),
  );
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path].join(' → '));
    if (way.includes(path) || done.has(path)) return;
    for (const next of imports.get(path) ?? []) visit(next, [...way, path]);
    done.add(path);
  };
  for (const path of imports.keys()) visit(path, []);
  return circles;
}

/** What several commands need has a room of its own, so that each command can be read and changed alone. */
function isOtherCommand(from: string, specifier: string): boolean {
  const [mine, theirs] = [commandOf(from), commandOf(pathOf(from, specifier))];
  return mine !== null && theirs !== null && mine !== theirs;
}

/** Why an import is not allowed, or null. */
function judgeImport(file: SourceFile, { specifier, typeOnly, line }: Import): string | null {
  const room = roomOf(file.path);
  const rule = rooms[room];
  if (!rule) return `${file.path}: the room "${room}" has no line in test/contracts/import-rules.ts`;
  const target = toTarget(file, specifier);
  if (isOtherCommand(file.path, specifier)) return `${file.path}:${line} imports another command: ${specifier}`;
  const where = `${file.path}:${line} imports ${specifier}`;
  const excused = deviations.some(
    (one) => one.file.test(file.path) && one.may.includes(target.type === 'room' ? target.room : target.type),
  );
  if (excused) return null;
  switch (target.type) {
    case 'relative':
      return target.room === room ? null : `${where}: folder crossings are written #folder/file.ts`;
    case 'node':
      return rule.node ? null : `${where}: ${room} has no node:* (${rule.because})`;
    case 'package':
      return rule.packages.includes(target.name) ? null : `${where}: not a package of ${room} (${rule.because})`;
    case 'room': {
      if (target.room === room) return null;
      const permissions = rule.may.filter((one) => covers(one, target.room, target.file));
      if (permissions.some((one) => one.only === undefined || typeOnly)) return null;
      const types = permissions.length > 0 ? ' as a value, types alone are allowed' : '';
      return `${where}${types}: ${room} may not (${rule.because})`;
    }
  }
}

const isTypePosition = (node: ts.Node): boolean => ts.isTypeNode(node) || ts.isTypeQueryNode(node.parent);

/** An identifier that stands for the global of that name: no property, no key, no declaration. */
function isGlobal(node: ts.Node, name: string): boolean {
  if (!ts.isIdentifier(node) || node.text !== name) return false;
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) {
    return parent.expression === node || parent.expression.getText() === 'globalThis';
  }
  if (ts.isQualifiedName(parent)) return false;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  const declares =
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isParameter(parent) ||
    ts.isVariableDeclaration(parent) ||
    ts.isBindingElement(parent) ||
    ts.isImportSpecifier(parent) ||
    ts.isFunctionDeclaration(parent);
  return !declares && !isTypePosition(node);
}

const isMember = (node: ts.Node, object: string, member: string): boolean =>
  ts.isPropertyAccessExpression(node) &&
  ts.isIdentifier(node.expression) &&
  node.expression.text === object &&
  node.name.text === member;

const globals: Readonly<Record<string, (node: ts.Node) => boolean>> = {
  process: (node) => isGlobal(node, 'process'),
  console: (node) => isGlobal(node, 'console'),
  fetch: (node) => isGlobal(node, 'fetch'),
  random: (node) => isMember(node, 'Math', 'random'),
  now: (node) =>
    isMember(node, 'Date', 'now') ||
    isMember(node, 'performance', 'now') ||
    (ts.isNewExpression(node) &&
      ts.isIdentifier(node.expression) &&
      node.expression.text === 'Date' &&
      (node.arguments?.length ?? 0) === 0),
};

describe('imports', () => {
  test('keep to the table of rooms', () => {
    const refused = sources.flatMap((file) => file.imports.map((one) => judgeImport(file, one)));
    expect(refused.filter((reason) => reason !== null)).toEqual([]);
  });

  test('nothing outside the sandbox and the demo imports the sandbox: it never ships in the bundle of the Action', () => {
    const importers = sources.filter(
      (file) =>
        roomOf(file.path) !== 'sandbox' && file.imports.some(({ specifier }) => specifier.startsWith('#sandbox/')),
    );
    const others = importers.map(({ path }) => path).filter((path) => !/^src\/commands\/demo(?:\.ts|\/)/.test(path));
    expect(others).toEqual([]);
  });

  test('run in no circle, types included: any file can be read after those that it imports', () => {
    expect(findCircles(sources)).toEqual([]);
  });

  test('a circle is found and named', () => {
    const file = (path: string, ...specifiers: readonly string[]): SourceFile => ({
      path,
      lines: 1,
      tree: ts.createSourceFile(path, '', ts.ScriptTarget.Latest),
      imports: specifiers.map((specifier) => ({ specifier, typeOnly: true, line: 1 })),
    });
    const three = [file('src/core/a.ts', './b.ts'), file('src/core/b.ts', '#core/c/c.ts'), file('src/core/c/c.ts')];
    expect(findCircles(three)).toEqual([]);
    const closed = [...three.slice(0, 2), file('src/core/c/c.ts', '../a.ts')];
    expect(findCircles(closed)).toEqual(['src/core/a.ts → src/core/b.ts → src/core/c/c.ts → src/core/a.ts']);
  });

  test('every room of the table exists', () => {
    const present = new Set(sources.map(({ path }) => roomOf(path)));
    expect(Object.keys(rooms).filter((room) => !present.has(room))).toEqual([]);
  });

  test('the table refuses what it must refuse', () => {
    const file = (path: string): SourceFile => ({
      path,
      lines: 1,
      tree: ts.createSourceFile(path, '', ts.ScriptTarget.Latest),
      imports: [],
    });
    const refusal = (path: string, specifier: string, typeOnly = false): string =>
      judgeImport(file(path), { specifier, typeOnly, line: 1 }) ?? 'allowed';
    expect(refusal('src/core/state/fold.ts', 'node:fs')).toMatch(/the core is pure/);
    expect(refusal('src/core/state/fold.ts', '#git/repository.ts')).toMatch(/core may not/);
    expect(refusal('src/git/push.ts', '#zendesk/client.ts', true)).toMatch(/never import each other/);
    expect(refusal('src/git/push.ts', '#core/state/fold.ts')).toMatch(/types alone/);
    expect(refusal('src/git/push.ts', '#core/state/fold.ts', true)).toBe('allowed');
    expect(refusal('src/commands/track.ts', '#sandbox/github.ts')).toMatch(/commands may not/);
    expect(refusal('src/commands/demo.ts', '#sandbox/github.ts')).toBe('allowed');
    expect(refusal('src/core/state/fold.ts', '../../json.ts')).toMatch(/#folder/);
    expect(refusal('src/commands/track.ts', './command.ts')).toBe('allowed');
    expect(refusal('src/commands/track.ts', './track/plan.ts')).toBe('allowed');
    expect(refusal('src/commands/track/plan.ts', '../triage/finish-answered.ts')).toMatch(/another command/);
    expect(refusal('src/commands/track.ts', './triage.ts')).toMatch(/another command/);
    expect(refusal('src/commands/demo.ts', '#commands/track.ts', true)).toMatch(/another command/);
    expect(refusal('src/commands/track.ts', 'octokit')).toMatch(/not a package of commands/);
    expect(refusal('src/core/describe/words.ts', '../words.ts')).toBe('allowed');
  });
});

describe('purity', () => {
  test.each(Object.keys(globals))('`%s` is touched by the entries and by who has a reason', (name) => {
    const matches = globals[name] ?? (() => false);
    const found = sources
      .filter((file) => !globalDeviations.some((one) => one.file.test(file.path) && one.names.includes(name)))
      .flatMap((file) => findNodes(file, matches));
    expect(found, 'time, randomness, network and terminal are arguments').toEqual([]);
  });

  test('every deviation is still in use', () => {
    const all = [...deviations, ...globalDeviations];
    const dead = all.filter((one) => !sources.some(({ path }) => one.file.test(path)));
    expect(dead.map(({ file, because }) => `${file} (${because})`)).toEqual([]);
  });
});

describe('house style', () => {
  test('casts stand in parse.ts alone, at the trust boundary', () => {
    const found = sources
      .filter(({ path }) => !path.endsWith('/parse.ts'))
      .flatMap((file) =>
        findNodes(
          file,
          (node) =>
            ts.isTypeAssertionExpression(node) || (ts.isAsExpression(node) && node.type.getText(file.tree) !== 'const'),
        ),
      );
    expect(found).toEqual([]);
  });

  test('no `any`, no `!`, no check suppressed without a reason', () => {
    const found = sources.flatMap((file) => [
      ...findNodes(file, (node) => node.kind === ts.SyntaxKind.AnyKeyword || ts.isNonNullExpression(node)),
      ...(/@ts-|biome-ignore(?! lint\/[\w/]+: \w)/.test(file.tree.text) ? [`${file.path} suppresses a check`] : []),
    ]);
    expect(found).toEqual([]);
  });

  test('no enums, no namespaces, no default exports', () => {
    const found = sources.flatMap((file) =>
      findNodes(
        file,
        (node) =>
          ts.isEnumDeclaration(node) ||
          (ts.isModuleDeclaration(node) && node.name.getText(file.tree) !== 'global') ||
          ts.isExportAssignment(node) ||
          (node.kind === ts.SyntaxKind.DefaultKeyword && ts.isFunctionDeclaration(node.parent)),
      ),
    );
    expect(found).toEqual([]);
  });

  test(`no file is longer than ${lineCeiling} lines, half of them are at most 80`, () => {
    expect(sources.filter(({ lines }) => lines > lineCeiling).map(({ path, lines }) => `${path}: ${lines}`)).toEqual(
      [],
    );
    const sizes = sources.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(80);
  });

  test('files and folders are in kebab-case', () => {
    const names = [...sources, ...tests].flatMap(({ path }) => path.split('/'));
    expect(names.filter((name) => !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.property)?(?:\.test)?(?:\.ts)?$/.test(name))).toEqual(
      [],
    );
  });

  test('a room holds no drawer: no utils, helpers, common, misc, index', () => {
    const drawers = /^(?:utils?|helpers?|common|misc|shared|index|lib)(?:\.ts)?$/;
    expect(
      sources.filter(({ path }) => path.split('/').some((part) => drawers.test(part))).map(({ path }) => path),
    ).toEqual([]);
  });

  test('tests import the product, never a copy of it', () => {
    const found = tests.flatMap((file) =>
      file.imports.filter(({ specifier }) => /(?:^|\/)src\/|dist\//.test(specifier)).map(() => file.path),
    );
    expect(found).toEqual([]);
  });

  test('tests mirror the rooms', () => {
    const folders = readdirSync(`${root}/test`, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const known = [...Object.keys(rooms), 'contracts', 'faults', 'support'];
    expect(folders.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
  });
});
