import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { parseConfig } from '#config/parse.ts';
import { objectKey } from '#core/object-key.ts';
import { judge } from '#policy/judge.ts';
import { blob, change, entry } from '../policy/build.ts';

const document = await readFile('docs/policy.md', 'utf8');

/** Each worked example: a YAML block, and the table after it with one audit entry a row. */
const examples = document
  .split(/^## /m)
  .filter((section) => section.includes('```yaml'))
  .map((section) => ({
    title: section.split('\n', 1)[0] ?? '',
    yaml: /```yaml\n([\s\S]*?)```/.exec(section)?.[1] ?? '',
    rows: section
      .split('\n')
      .filter((line) => /^\| 20/.test(line))
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
  }));

const toVerdict = (yaml: string, row: readonly string[]): string => {
  const [time = '', actorId = '', ip = '', action = '', object = '', before = '', after = ''] = row;
  const [kind = '', id = ''] = object.split('/');
  const { policy, timezone } = parseConfig(yaml, 'docs/policy.md', 'acme');
  const subject = change({
    object: objectKey(kind, id),
    kind,
    entries: [entry({ time, actorId, ip, action })],
    titleBefore: before === '' ? null : before,
    titleAfter: after === '' ? null : after,
  });
  const { decision, reason, rule } = judge({ ...policy, timezone, blob }, subject);
  return `${decision}: ${reason}${rule === undefined ? '' : ` ${rule}`}`;
};

describe('docs/policy.md', () => {
  test('has five worked examples, each with changes on both sides', () => {
    expect(examples).toHaveLength(5);
    for (const { rows } of examples) {
      const verdicts = rows.map((row) => row[7] ?? '');
      expect(verdicts.some((verdict) => verdict.startsWith('approved'))).toBe(true);
      expect(verdicts.some((verdict) => verdict.startsWith('unapproved'))).toBe(true);
    }
  });

  test.each(
    examples.flatMap(({ title, yaml, rows }) => rows.map((row) => ({ title, yaml, row, words: row.join(' · ') }))),
  )('$title: $words', ({ yaml, row }) => {
    expect(toVerdict(yaml, row)).toBe(row[7]);
  });
});
