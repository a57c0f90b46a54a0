import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readTable } from './registry.ts';
import { readText, root } from './source-files.ts';

/** Where retired words must not occur. Tables that a test writes from the source are checked in the source. */
const checked: readonly string[] = ['src', 'docs', 'README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'ARCHITECTURE.md'];

interface Retired {
  readonly use: string;
  /** As the glossary lists them. */
  readonly not: string;
  /** For running text in lower case, in which `atGround` reads `at ground`. */
  readonly pattern: RegExp;
}

const retired: readonly Retired[] = [
  { use: 'approved state', not: 'ground', pattern: /\bgrounds?\b/g },
  { use: 'held back', not: 'brake, braked', pattern: /\bbrak(?:e|es|ed|ing)\b/g },
  { use: 'fix, undo', not: 'mend, put right', pattern: /\bmend(?:s|ed|ing)?\b|\bput(?:s)? (?:it )?right\b/g },
  { use: 'hint', not: 'to do:', pattern: /(?<!what )\bto do:/g },
  { use: 'target', not: 'wish', pattern: /\bwish(?:es|ed)?\b/g },
  { use: 'ledger', not: 'standing', pattern: /(?<!long-)\bstandings?\b/g },
  { use: 'say, report, show', not: 'tell, told', pattern: /\b(?:tell|tells|told|telling)\b(?! (?:\S+ ){0,3}apart)/g },
  { use: 'someone, a person, who', not: 'somebody', pattern: /\bsomebody\b/g },
  { use: 'unknown', not: 'nobody known', pattern: /\bnobody known\b/g },
  { use: 'in advance, pre-approved', not: 'beforehand', pattern: /\bbeforehand\b/g },
  { use: 'change request', not: 'asking before', pattern: /\basking before\b/g },
  { use: 'approve', not: 'bless, blessing', pattern: /\bbless(?:es|ed|ing|ings)?\b/g },
  { use: 'retry', not: 'patience', pattern: /\bpatien(?:ce|t)\b/g },
  { use: 'rate limiter', not: 'pace', pattern: /\bpac(?:e|es|ed|ing)\b/g },
  { use: 'started', not: 'begun', pattern: /\bbegun\b/g },
  { use: 'parsed', not: 'spoken', pattern: /\bspoken\b/g },
  { use: 'data branch', not: 'a branch of its own', pattern: /\bbranch of (?:its|their|your) own\b/g },
  { use: 'local time', not: 'the clock on the wall', pattern: /\bclocks? on the wall\b/g },
];

const isText = (path: string): boolean => /\.(?:ts|mjs|md|ya?ml|json)$/.test(path);

function filesOf(path: string): readonly string[] {
  if (!existsSync(join(root, path))) return [];
  if (statSync(join(root, path)).isFile()) return [path];
  return readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
    .map((name) => `${path}/${name.replaceAll('\\', '/')}`)
    .filter(isText);
}

/** Line by line in lower case, names in camel case as words, without what a test writes and the list of retired words. */
const toLines = (text: string): readonly string[] =>
  text
    .replaceAll(/<!-- ([\w-]+): [^>]*-->[\s\S]*?<!-- \/\1 -->/g, (part) => part.replaceAll(/[^\n]/g, ''))
    .split('\n')
    .map((line) => line.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase());

const findRetired = (text: string): readonly string[] =>
  toLines(text).flatMap((line, index) =>
    retired.flatMap(({ use, pattern }) =>
      [...line.matchAll(pattern)].map(([word]) => `${index + 1}: "${word}", use ${use}`),
    ),
  );

describe('words', () => {
  test('retired words stay out of documents, and names say what they mean', () => {
    const found = checked
      .flatMap(filesOf)
      .flatMap((path) => findRetired(readText(path)).map((where) => `${path}:${where}`));
    expect(found, 'see docs/glossary.md').toEqual([]);
  });

  test('a retired word is found in text and in names, whatever its case', () => {
    expect(findRetired('The Ground.\nconst atGround = toWishes();\nconst background = 1;')).toEqual([
      '1: "ground", use approved state',
      '2: "ground", use approved state',
      '2: "wishes", use target',
    ]);
    expect(findRetired('two edits told apart; a long-standing rule')).toEqual([]);
  });

  test('the glossary lists every retired word', () => {
    const rows = readTable('docs/glossary.md', '## Retired words');
    expect(rows).toEqual(retired.map(({ use, not }) => [use, not]));
  });
});
