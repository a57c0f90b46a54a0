import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { headingsOf, toAnchor, withoutFences } from './headings.ts';
import { renderCommands, renderInputs, renderOutputs } from './readme-tables.ts';
import { commandsOf, readErrorCatalogue, readTable } from './registry.ts';
import { readText, root } from './source-files.ts';

const write = process.env['ZENDRIFT_WRITE'] === '1';

/** Replaces what stands between `<!-- name: … -->` and `<!-- /name -->` when asked to, and compares. */
function expectPart(name: string, text: string): void {
  const pattern = new RegExp(`(<!-- ${name}: [^>]*-->\n)([\\s\\S]*?)(<!-- /${name} -->)`);
  const before = readText('README.md');
  expect(before).toMatch(pattern);
  const after = before.replace(pattern, (_all, head: string, _old, tail: string) => head + text + tail);
  if (write && after !== before) writeFileSync(join(root, 'README.md'), after);
  const hint = 'README.md is stale: ZENDRIFT_WRITE=1 npx vitest run test/contracts/readme.test.ts';
  expect(pattern.exec(readText('README.md'))?.[2], hint).toBe(text);
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

describe('README.md', () => {
  test('its commands are those of this version', () =>
    expectPart('commands', renderCommands(commandsOf('src/cli.ts'))));
  test('its settings are those of the registry', () => expectPart('inputs', renderInputs()));
  test('its outputs are those of the registry', () => expectPart('outputs', renderOutputs()));

  test('its exit codes are those of the help', () => {
    const rows = readTable('README.md', '### Exit codes').map(([code = '', meaning = '']) => `${code} ${meaning}`);
    const help = readText('src/entry/cli-program.ts').match(/^ {2}(0 done .*)`;$/m)?.[1] ?? '';
    expect(rows).toEqual(help.split(' · ').map((part) => part.replace('--fail-on-drift', '`--fail-on-drift`')));
  });
});

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

  test('decisions are numbered once each and listed in the index', () => {
    const files = readdirSync(join(root, 'docs/decisions')).filter((name) => name !== 'README.md');
    expect(files.filter((name) => !/^\d{4}-[a-z0-9-]+\.md$/.test(name))).toEqual([]);
    expect(new Set(files.map((name) => name.slice(0, 4))).size).toBe(files.length);
    const index = readText('docs/decisions/README.md');
    expect(files.filter((name) => !index.includes(`](${name})`))).toEqual([]);
  });
});
