import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mayHoldSecret } from '#commands/audit/mask-entry.ts';
import { detectors } from '#core/snapshot/secret-detectors.ts';

describe.each(detectors)('a secret that the detector "$name" finds', ({ pattern }) => {
  // Lookarounds narrow what is found, so the texts without them are more than all.
  const source = pattern.source
    .replace(/\(\?<?[!=][^()]*\)/g, '')
    .replaceAll('\\b', '')
    .replaceAll('()', '');

  test('is never taken for a text without one', () => {
    fc.assert(
      fc.property(fc.stringMatching(new RegExp(source)), (text) => {
        expect(mayHoldSecret(text), text).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

test('plain words of the log are no secret', () => {
  expect(mayHoldSecret('Title changed from Version 4 to Version 5\nStatus changed from Open to Hold')).toBe(false);
  expect(mayHoldSecret('')).toBe(false);
});
