import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { headingsOf } from './headings.ts';
import { rooms } from './import-rules.ts';
import { readErrorCatalogue } from './registry.ts';
import { readText, root } from './source-files.ts';

const isText = (path: string): boolean => /\.(?:ts|mjs|md|ya?ml|json)$/.test(path);

const below = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter(isText);

const files = [
  ...readdirSync(root).filter((name) => isText(name) && name !== 'package-lock.json'),
  ...['src', 'test', 'bench', 'scripts', 'docs', 'examples', '.github', '.ci'].flatMap(below),
  // These patterns are no references.
].filter((path) => path !== 'test/contracts/references.test.ts');

/** A file as running text: without the marks in front of the lines of a comment. */
const toProse = (text: string): string => text.replaceAll(/\s*\n\s*(?:\*(?!\/)|\/\/|#)?\s*/g, ' ');

const texts = files.map((path) => ({ path, text: readText(path), prose: toProse(readText(path)) }));

/** Documents that were never part of this repository, and what stands only in a tracker. */
const outside = [
  /\b(?:SEMANTICS|CONTRACT|ZENDESK|EXAMPLES|PACKAGES|DESIGN|STYLE)\.md\b/g,
  /\b(?:SEMANTICS|CONTRACT|DESIGN|STYLE)(?:,| \(?§?\d| sections?\b)/g,
  /\bZENDESK facts\b/g,
  /\b(?:table|item|text) of issue \d+/g,
];

interface Reference {
  readonly path: string;
  readonly document: string;
  /** What follows the name of the document. */
  readonly rest: string;
}

/** `docs/semantics.md, Episodes` and `docs/operating.md, "Signed commits"` */
const references: readonly Reference[] = texts.flatMap(({ path, prose }) =>
  [...prose.matchAll(/(docs\/[\w/-]+\.md)(?: of zendrift)?, (?=[A-Z]|\\?")\\?"?(.{1,80})/g)].map(
    ([, document = '', rest = '']) => ({ path, document, rest }),
  ),
);

/** A reference names a heading, or the code of an error, which has a row of its own. */
const namesOf = (document: string): readonly string[] => [
  ...headingsOf(document).map((heading) => heading.replaceAll('`', '')),
  ...(document === 'docs/operating.md' ? readErrorCatalogue().keys() : []),
];

const isPresent = (name: string): boolean => existsSync(join(root, name));

const resolves = ({ document, rest }: Reference): boolean =>
  isPresent(document) &&
  namesOf(document).some((name) => rest.startsWith(name) && !/^[\w-]/.test(rest.slice(name.length)));

describe('references', () => {
  test('nothing refers to a document outside the repository', () => {
    const found = texts.flatMap(({ path, prose }) =>
      outside.flatMap((pattern) => [...prose.matchAll(pattern)].map(([match]) => `${path}: ${match}`)),
    );
    expect(found, 'give the reason itself, or a section of docs/').toEqual([]);
  });

  test('a document and a section, as in "docs/semantics.md, Episodes", resolve to a heading', () => {
    const broken = references.filter((one) => !resolves(one));
    expect(broken.map(({ path, document, rest }) => `${path}: ${document}, ${rest}`)).toEqual([]);
    expect(references.length).toBeGreaterThan(60);
  });

  test.each(['ARCHITECTURE.md', 'CONTRIBUTING.md'])('files that %s names exist', (path) => {
    const names = [
      ...readText(path).matchAll(/`((?:src|test|docs|bench|scripts|snapshots|\.github|\.ci)\/[\w./-]*)`/g),
    ];
    const missing = names.map(([, name = '']) => name).filter((name) => !/NAME/.test(name) && !isPresent(name));
    expect(missing).toEqual([]);
    expect(names.length).toBeGreaterThan(10);
  });

  test('ARCHITECTURE.md names every room, and a journey has at most 14 steps', () => {
    const text = readText('ARCHITECTURE.md');
    const folders = Object.keys(rooms).filter((room) => !text.includes(`\`src/${room}/\``));
    expect(folders.filter((room) => !text.includes(`\`src/${room}.ts\``))).toEqual([]);
    expect(Math.max(...[...text.matchAll(/^(\d+)\. /gm)].map(([, step]) => Number(step)))).toBeLessThanOrEqual(14);
  });

  test('documents and decisions that the source names exist', () => {
    const decisions = readdirSync(join(root, 'docs/decisions'));
    const isThere = (name: string): boolean =>
      isPresent(name) || decisions.some((file) => `docs/decisions/${file}`.startsWith(`${name}-`));
    const broken = texts
      .filter(({ path }) => !path.startsWith('test/'))
      .flatMap(({ path, text }) =>
        [...text.matchAll(/\bdocs\/(?:decisions\/\d{4}\b(?:[\w-]*\.md)?|[\w/-]+\.md)/g)]
          .filter(([name]) => !isThere(name))
          .map(([name]) => `${path}: ${name}`),
      );
    expect(broken).toEqual([]);
  });
});
