import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { readTable } from './registry.ts';
import { readSources, readText, visit } from './source-files.ts';

const sources = readSources('src');
const document = readText('docs/format.md');

/** Results that `--json` prints, by command; those of `move` and `doctor` have no type of their own. */
const results = {
  track: 'RunResult',
  triage: 'TriageResult',
  show: 'ShowResult',
  list: 'ListResult',
  diff: 'DiffResult',
  restore: 'RestoreResult',
  backfill: 'BackfillResult',
  verify: 'VerifyResult',
  report: 'ReportResult',
  'policy check': 'PolicyCheckResult',
  'policy replay': 'PolicyReplayResult',
  'policy suggest': 'PolicySuggestResult',
  uses: 'UsesResult',
  lint: 'LintResult',
  compare: 'CompareResult',
  evidence: 'EvidenceResult',
  audit: 'AuditExport',
  'audit --verify': 'AuditComparison',
  'audit --mail-csv': 'AuditMail',
} as const;

function membersOf(name: string): readonly string[] {
  const members: string[] = [];
  for (const { tree } of sources) {
    visit(tree, (node) => {
      if (!ts.isInterfaceDeclaration(node) || node.name.text !== name) return;
      members.push(...node.members.map((member) => member.name?.getText(tree) ?? ''));
      const bases = node.heritageClauses?.flatMap(({ types }) => types.map((base) => base.getText(tree))) ?? [];
      members.push(...bases.flatMap(membersOf));
    });
  }
  return members.filter((member) => member !== 'version').sort();
}

const textOf = (end: string): string => sources.find(({ path }) => path.endsWith(end))?.tree.text ?? '';
const matchesOf = (text: string, pattern: RegExp): readonly string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, found = '']) => found)),
];
const codesIn = (text: string): readonly string[] => matchesOf(text, /`([^`\n]+)`/g);

describe('docs/format.md', () => {
  const rows = new Map(readTable('docs/format.md', '| command | keys |').map(([key = '', keys = '']) => [key, keys]));

  test.each(Object.entries(results))('has the keys of the result of `%s`', (command, type) => {
    const keys = rows.get(`\`${command}\``)?.replaceAll('`', '').split(' ') ?? [];
    expect([...keys].sort()).toEqual(membersOf(type));
  });

  test('has every trailer', () => {
    const printers = textOf('/facts-to-trailers.ts') + textOf('/backfill-facts.ts');
    const trailers = matchesOf(printers, /\['([A-Z][A-Za-z-]+)',/g);
    expect(trailers.length).toBeGreaterThan(40);
    const named = new Set(codesIn(document));
    expect([...trailers, 'Co-authored-by'].filter((trailer) => !named.has(trailer))).toEqual([]);
  });

  test('has every verdict reason', () => {
    const list = /verdictReasons = \[([^\]]*)\]/.exec(textOf('/verdict.ts'))?.[1] ?? '';
    const known = matchesOf(list, /'([a-z-]+)'/g);
    const documented = readTable('docs/format.md', '## Verdict reasons').map(([code = '']) => code.replaceAll('`', ''));
    expect([...documented].sort()).toEqual([...known].sort());
  });

  test('has every code of a warning', () => {
    const list = /type WarningCode =([\s\S]*?);/.exec(textOf('/warning.ts'))?.[1] ?? '';
    const documented = codesIn(/<!-- warnings -->([\s\S]*)<!-- \/warnings -->/.exec(document)?.[1] ?? '');
    expect([...documented].sort()).toEqual([...matchesOf(list, /'([a-z-]+)'/g)].sort());
    expect(documented.length).toBeGreaterThan(10);
  });

  test('has every risk code', () => {
    const known = matchesOf(textOf('/risk-rules.ts'), /code: '([a-z-]+)'/g);
    const documented = codesIn(/<!-- risks -->([\s\S]*)<!-- \/risks -->/.exec(document)?.[1] ?? '');
    expect([...documented].sort()).toEqual([...known].sort());
  });
});
