import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { kinds } from '#kinds/registry.ts';
import { headingsOf, toAnchor, withoutFences } from './headings.ts';
import {
  renderCommands,
  renderExitCodes,
  renderInputs,
  renderKinds,
  renderOutputs,
  renderPermissions,
} from './readme-tables.ts';
import { commandsOf, readErrorCatalogue, readTable } from './registry.ts';
import { readText, root } from './source-files.ts';

const write = process.env['ZENDRIFT_WRITE'] === '1';

const reference = 'docs/reference.md';

/** Replaces what stands between `<!-- name: … -->` and `<!-- /name -->` when asked to, and compares. */
function expectPart(name: string, text: string): void {
  const pattern = new RegExp(`(<!-- ${name}: [^>]*-->\n)([\\s\\S]*?)(<!-- /${name} -->)`);
  const before = readText(reference);
  expect(before).toMatch(pattern);
  const after = before.replace(pattern, (_all, head: string, _old, tail: string) => head + text + tail);
  if (write && after !== before) writeFileSync(join(root, reference), after);
  const hint = `${reference} is stale: ZENDRIFT_WRITE=1 npx vitest run test/contracts/readme.test.ts`;
  expect(pattern.exec(readText(reference))?.[2], hint).toBe(text);
}

const documents = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`),
];

const anchorsOf = (path: string): readonly string[] => headingsOf(path).map(toAnchor);

function brokenLinks(path: string): readonly string[] {
  const text = withoutFences(readText(path)).replaceAll(/`[^`\n]*`/g, '');
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g)].map((m) => m[1] ?? m[2] ?? '');
  return targets.flatMap((target) => {
    if (/^(?:https?:|mailto:)/.test(target)) return [];
    const [file = '', anchor] = target.split('#');
    const resolved = file === '' ? path : join(dirname(path), file);
    if (!existsSync(join(root, resolved))) return [`${path} → ${target}: no such file`];
    if (anchor === undefined || !resolved.endsWith('.md') || anchorsOf(resolved).includes(anchor)) return [];
    return [`${path} → ${target}: no such heading`];
  });
}

test('the README has at most 1,200 words', () => {
  const words = readText('README.md')
    .split(/\s+/)
    .filter((word) => word !== '');
  expect(words.length).toBeLessThanOrEqual(1200);
});

describe('docs/reference.md', () => {
  test('its commands are those of this version', () =>
    expectPart('commands', renderCommands(commandsOf('src/cli.ts'))));
  test('its exit codes are those of the help', () =>
    expectPart('exit-codes', renderExitCodes(readText('src/entry/cli-program.ts'))));
  test('its settings are those of the registry', () => expectPart('inputs', renderInputs()));
  test('its outputs are those of the registry', () => expectPart('outputs', renderOutputs()));
  test('its permissions are those of the workflows that are handed out', () => {
    const files = readdirSync(join(root, 'examples'))
      .sort()
      .map((file) => `examples/${file}`);
    expectPart('permissions', renderPermissions(files.map((path) => [path, readText(path)])));
  });
  test('its kinds are those of the registry', () => expectPart('kinds', renderKinds(kinds)));
});

/** Sentences of at least seven words, as they are read: without code, tables that a test writes, and addresses of links. */
const listSentences = (text: string): readonly string[] =>
  withoutFences(text)
    .replaceAll(/<!-- ([\w-]+): [^>]*-->[\s\S]*?<!-- \/\1 -->/g, '')
    .replaceAll(/\]\([^)]*\)|[[\]]/g, '')
    .split(/(?<=[.!?:])\s|\n\n|\n- |\|/)
    .map((sentence) => sentence.replaceAll(/\s+/g, ' ').trim())
    .filter((sentence) => sentence.split(' ').length >= 7);

describe('docs/operating.md', () => {
  test('explains every code of verify', () => {
    const codes = readTable('docs/operating.md', 'What the codes of `--json` mean').flatMap(([code = '']) =>
      code.replaceAll('`', '').split(', '),
    );
    const source = readText('src/render/verify/finding.ts');
    const known = [...source.matchAll(/^ {2}\| '([a-z-]+)'/gm)].map(([, code]) => code ?? '');
    expect(known.length).toBeGreaterThan(20);
    expect([...codes].sort()).toEqual(known.sort());
  });

  test('every error has a row with its exit code', () => {
    const rows = readTable('docs/operating.md', '### Errors').map(([code = '', exit = '']) => `${code} ${exit}`);
    expect(rows).toEqual([...readErrorCatalogue()].map(([code, exit]) => `\`${code}\` ${exit}`));
  });
});

describe('documents', () => {
  test.each(documents)('links of %s lead somewhere', (path) => {
    expect(brokenLinks(path)).toEqual([]);
  });

  test('say nothing twice: no sentence is in two of them, or in one twice', () => {
    const sentences = documents
      .filter((path) => !/CHANGELOG|decisions/.test(path))
      .flatMap((path) => listSentences(readText(path)).map((sentence) => [sentence, path] as const));
    const first = new Map(sentences.toReversed());
    const known = new Set<string>();
    const twice = sentences.filter(([sentence]) => known.size === known.add(sentence).size);
    expect(twice.map(([sentence, path]) => `${path} and ${first.get(sentence)}: ${sentence}`)).toEqual([]);
    expect(sentences.length).toBeGreaterThan(800);
  });

  test('decisions are numbered once each and listed in the index', () => {
    const files = readdirSync(join(root, 'docs/decisions')).filter((name) => name !== 'README.md');
    expect(files.filter((name) => !/^\d{4}-[a-z0-9-]+\.md$/.test(name))).toEqual([]);
    expect(new Set(files.map((name) => name.slice(0, 4))).size).toBe(files.length);
    const index = readText('docs/decisions/README.md');
    expect(files.filter((name) => !index.includes(`](${name})`))).toEqual([]);
  });
});
