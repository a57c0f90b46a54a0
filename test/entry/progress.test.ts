import { expect, test } from 'vitest';
import { openProgress, type ProgressOptions, wantsColor } from '#entry/progress.ts';

function watch(options: Partial<ProgressOptions> = {}) {
  const written: string[] = [];
  const output = {
    line: (text: string) => void written.push(`${text}\n`),
    raw: (text: string) => void written.push(text),
    flush: () => Promise.resolve(),
  };
  const progress = openProgress({
    output,
    live: true,
    color: false,
    quiet: false,
    verbose: false,
    columns: () => 20,
    ...options,
  });
  return { progress, text: () => written.join('') };
}

const clear = '\r\u001b[2K';

test('on a terminal one line is rewritten, and is gone at the end', () => {
  const { progress, text } = watch();
  progress.stage('one');
  progress.stage('two');
  progress.end();
  expect(text()).toBe(`one${clear}two${clear}`);
});

test('a warning stands above the live line', () => {
  const { progress, text } = watch();
  progress.stage('one');
  progress.warn({ code: 'git', message: 'careful' });
  expect(text()).toBe(`one${clear}warning: careful\none`);
});

test('a line is never wider than the terminal, and obeys nothing that Zendesk wrote', () => {
  const { progress, text } = watch();
  progress.stage(`\u001b[31m${'wide '.repeat(20)}`);
  expect(text()).toBe('\\u001b[31mwide wide');
});

test('elsewhere each stage is a line, and quiet is quiet', () => {
  const plain = watch({ live: false });
  plain.progress.stage('one');
  plain.progress.stage('two');
  plain.progress.detail('left out');
  expect(plain.text()).toBe('one\ntwo\n');
  const quiet = watch({ quiet: true, verbose: true });
  for (const print of [quiet.progress.stage, quiet.progress.detail]) print('x');
  quiet.progress.warn({ code: 'git', message: 'x' });
  expect(quiet.text()).toBe('');
});

test.each([
  [{}, true, true],
  [{}, false, false],
  [{ NO_COLOR: '1' }, true, false],
  [{ NO_COLOR: '' }, true, true],
  [{ FORCE_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '0' }, true, false],
  [{ TERM: 'dumb' }, true, false],
])('with %j and a terminal: %j, colour is %j', (environment, isTerminal, wanted) => {
  expect(wantsColor(environment, isTerminal)).toBe(wanted);
});
