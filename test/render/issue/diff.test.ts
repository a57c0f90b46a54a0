import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unifiedDiff } from '#render/issue/diff.ts';
import { anyText } from '../../support/hostile.ts';

describe('a diff of two snapshots', () => {
  it('has the changed lines with three around them', () => {
    expect(unifiedDiff('a\nb\nc\n', 'a\nB\nc\n', 'x.json')).toEqual(['@@ -1,3 +1,3 @@', ' a', '-b', '+B', ' c']);
  });

  it('is all added or all removed where the object was not there', () => {
    expect(unifiedDiff(null, 'a\n', 'x.json')).toEqual(['@@ -0,0 +1,1 @@', '+a']);
    expect(unifiedDiff('a\n', null, 'x.json')).toEqual(['@@ -1,1 +0,0 @@', '-a']);
    expect(unifiedDiff('a\n', 'a\n', 'x.json')).toEqual([]);
  });

  it('gives up in time on texts that have nothing in common', () => {
    const text = (word: string) => Array.from({ length: 20_000 }, (_, index) => `${word} ${index * 7919}`).join('\n');
    const started = performance.now();
    expect(unifiedDiff(text('a'), text('b'), 'x.json').length).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('holds nothing invisible', () => {
    fc.assert(
      fc.property(anyText, anyText, (before, after) => {
        for (const line of unifiedDiff(before, after, 'x.json'))
          expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u);
      }),
    );
  });
});
