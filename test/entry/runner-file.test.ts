import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toOutputEntry, toSummary } from '#entry/runner-file.ts';
import { limitAnnotations, toAnnotationCommand } from '#entry/workflow-command.ts';
import { codePoint } from '../support/code-point.ts';

const hostile = fc.string({
  unit: fc.oneof(
    fc.string({ unit: codePoint, maxLength: 1 }),
    fc.constantFrom('\n', '\r', '::', '%', '##[', 'zendrift_t', '_', '<<'),
  ),
});

test('an output of any text is read back as that text, and as nothing else', () => {
  fc.assert(
    fc.property(hostile, hostile, (first, second) => {
      const lines = (toOutputEntry('a', first, 't') + toOutputEntry('b', second, 't')).split('\n');
      const read: Record<string, string> = {};
      while (lines.length > 1) {
        const [name = '', end = ''] = (lines.shift() ?? '').split('<<');
        const stop = lines.indexOf(end);
        read[name] = lines.splice(0, stop).join('\n');
        lines.shift();
      }
      expect(read).toEqual({ a: first, b: second });
    }),
  );
});

test('an annotation of any text is one line that holds one command', () => {
  fc.assert(
    fc.property(hostile, hostile, (title, message) => {
      const line = toAnnotationCommand({ level: 'error', title, message });
      expect(line).not.toMatch(/[\r\n]|##\[/);
      expect(line).toMatch(/^::error title=[^:,]*::/);
    }),
  );
});

test('ten annotations are kept of a whole run: errors first, then warnings', () => {
  const many = (['notice', 'warning', 'error'] as const).flatMap((level) =>
    Array.from({ length: 4 }, (_, index) => ({ level, title: `${level} ${index}`, message: '' })),
  );
  const { shown, left } = limitAnnotations(many);
  const titles = (level: string, count: number) => Array.from({ length: count }, (_, n) => `${level} ${n}`);
  expect(shown.map(({ title }) => title)).toEqual([
    ...titles('error', 4),
    ...titles('warning', 4),
    ...titles('notice', 2),
  ]);
  expect(left).toBe(2);
  expect(limitAnnotations(many.slice(0, 3))).toEqual({ shown: many.slice(0, 3), left: 0 });
});

test('a summary beyond what GitHub takes is cut at a line, with its fence closed', () => {
  const long = `# Title\n\n\`\`\`\`diff\n${'+ ä line\n'.repeat(200_000)}`;
  const cut = toSummary(long);
  expect(Buffer.byteLength(cut)).toBeLessThan(1_048_576);
  expect(cut).toMatch(/\+ ä line\n````\n\n\n_Cut: the rest is in the log._\n$/);
  expect(toSummary('short')).toBe('short\n');
});
