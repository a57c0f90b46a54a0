import fc from 'fast-check';
import { expect, test } from 'vitest';
import { git } from '../../git/support.ts';
import { isSoak } from '../../support/soak.ts';
import { verifyAt } from './support.ts';
import { commitsOf, rawCommit, rewrite, tipOf } from './tamper.ts';
import { useWorld } from './world.ts';

const world = useWorld();

type Tampering =
  | { readonly type: 'byte'; readonly at: number; readonly to: string }
  | { readonly type: 'drop' }
  | { readonly type: 'double' }
  | { readonly type: 'swap' };

const tampering: fc.Arbitrary<Tampering> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('byte' as const),
      at: fc.nat(),
      to: fc.constantFrom(...'0123456789abcdefXYZ-:, \u200b\n@'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom({ type: 'drop' as const }, { type: 'double' as const }, { type: 'swap' as const }),
  },
);

/** Lines of the trailer block with one of them tampered with. */
function tamper(lines: readonly string[], index: number, how: Tampering): readonly string[] {
  const line = lines[index] ?? '';
  const [before, after] = [lines.slice(0, index), lines.slice(index + 1)];
  if (how.type === 'drop') return [...before, ...after];
  if (how.type === 'double') return [...before, line, line, ...after];
  if (how.type === 'swap') return [...before, ...after.slice(0, 1), line, ...after.slice(1)];
  const at = how.at % line.length;
  return [...before, line.slice(0, at) + how.to + line.slice(at + 1), ...after];
}

interface Tampered {
  readonly copy: string;
  readonly head: string;
  /** Key of the line. */
  readonly key: string;
}

/** One line of one trailer block is changed and everything behind it rewritten; null where that changes nothing. */
function tamperAnywhere(commit: number, line: number, how: Tampering): Tampered | null {
  const copy = world().copy();
  const head = tipOf(copy);
  // The first commit is the person's own.
  const targets = commitsOf(copy).slice(1);
  const target = targets[commit % targets.length] ?? '';
  const paragraphs = rawCommit(copy, target).trimEnd().split('\n\n');
  const block = (paragraphs.at(-1) ?? '').split('\n');
  const index = line % block.length;
  const changed = tamper(block, index, how).join('\n');
  if (changed === block.join('\n')) return null;
  rewrite(copy, target, () => `${[...paragraphs.slice(0, -1), changed].join('\n\n')}\n`);
  return { copy, head, key: block[index]?.split(':')[0] ?? '' };
}

const anywhere = [fc.nat(), fc.nat(), tampering] as const;

test('with its state ref or an expected commit, no tampering with any line of any block stays hidden', async () => {
  await fc.assert(
    fc.asyncProperty(...anywhere, async (commit, line, how) => {
      const tampered = tamperAnywhere(commit, line, how);
      if (tampered === null) return;
      const { copy, head } = tampered;
      expect((await verifyAt(copy)).exitCode).toBe(3);
      git(copy, 'update-ref', '-d', 'refs/zendrift/acme');
      expect((await verifyAt(copy, { expect: head })).faults).toEqual(
        expect.arrayContaining([expect.objectContaining({ code: 'rewritten' })]),
      );
    }),
    { numRuns: isSoak ? 100 : 4 },
  );
}, 300_000);

/** What one commit alone claims and neither the rest of history nor Zendesk can know: how sure, how risky, when it was seen. */
const unprovable = [
  'Attribution',
  'Decision-Comment',
  'Decision-Four-Eyes',
  'Decision-Issue',
  'Decision-Run',
  'Risk',
  'Zendesk-Baseline',
  'Zendesk-Format',
  'Zendesk-Kinds',
  'Zendesk-Observed',
  'Zendesk-Personal',
  'Zendesk-Redaction',
  'Zendesk-Watermark',
];

test('without either, Zendesk still knows every id, actor, action, address and time', async () => {
  await fc.assert(
    fc.asyncProperty(...anywhere, async (commit, line, how) => {
      const tampered = tamperAnywhere(commit, line, how);
      if (tampered === null || unprovable.includes(tampered.key)) return;
      git(tampered.copy, 'update-ref', '-d', 'refs/zendrift/acme');
      const { exitCode } = await verifyAt(tampered.copy, { remote: 'true' }, world().zendesk);
      expect([tampered.key, exitCode]).toEqual([tampered.key, 3]);
    }),
    { numRuns: isSoak ? 100 : 5 },
  );
}, 300_000);
