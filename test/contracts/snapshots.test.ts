import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StoryLine } from '#commands/demo/story.ts';
import { type PlayedDemo, playDemo } from '../support/demo.ts';
import { toTerminalPicture } from '../support/terminal-picture.ts';

const root = resolve(import.meta.dirname, '../..');
const sample = join(root, 'snapshots/acme');
const picture = join(root, 'docs/demo.svg');
/** `npm run sample` sets it: then the committed files are written instead of compared. */
const writes = process.env['ZENDRIFT_SAMPLE'] === 'write';
const toDo = 'the demo has changed: run `npm run sample` and commit snapshots/, docs/demo.svg and README.md';

let demo: PlayedDemo | undefined;
beforeAll(async () => {
  demo = await playDemo();
}, 180_000);
afterAll(() => demo?.remove());

function played(): PlayedDemo {
  if (demo === undefined) throw new Error('the demo was not played');
  return demo;
}

/** Path below `snapshots/acme` → text, as the data branch of the demo has it. */
function readRecorded({ git }: PlayedDemo): ReadonlyMap<string, string> {
  const lines = git('ls-tree', '-r', '-l', '-z', 'HEAD:snapshots/acme').split('\0').filter(Boolean);
  const files = lines.map((line) => {
    const [, , id = '', size] = line.split(/[ \t]+/);
    return { id, size: Number(size), path: line.slice(line.indexOf('\t') + 1) };
  });
  const bytes = Buffer.from(git('show', ...files.map(({ id }) => id)));
  let end = 0;
  return new Map(
    files.map(({ path, size }) => {
      end += size;
      return [path, bytes.toString('utf8', end - size, end)];
    }),
  );
}

const readCommitted = (): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(sample, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((file): [string, string] => [
        file.slice(sample.length + 1).replaceAll('\\', '/'),
        readFileSync(file, 'utf8'),
      ])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

/** The part of the week that the README shows: an approved change, one out of hours, one at night, a deletion. */
function listShown({ story }: PlayedDemo): readonly StoryLine[] {
  const start = story.findIndex(({ text }) => text.startsWith('Tuesday'));
  return story.slice(
    start,
    story.findIndex(({ text }) => text.startsWith('Friday')),
  );
}

/** Every word of every commit is in its id: the picture may show the ids of an older version. */
const withoutIds = (text: string): string => text.replace(/\b[0-9a-f]{7}\b/g, '0000000');

test('snapshots/acme is the account of the demo after its week, to the byte', () => {
  const recorded = readRecorded(played());
  if (writes) {
    rmSync(sample, { recursive: true, force: true });
    for (const [path, text] of recorded) {
      mkdirSync(dirname(join(sample, path)), { recursive: true });
      writeFileSync(join(sample, path), text);
    }
  }
  const committed = readCommitted();
  expect([...committed.keys()], toDo).toEqual([...recorded.keys()].sort());
  for (const [path, text] of recorded) expect(committed.get(path), `${path}: ${toDo}`).toBe(text);
});

test('docs/demo.svg shows what the demo tells', () => {
  const svg = toTerminalPicture('npm run demo', listShown(played()));
  if (writes) writeFileSync(picture, svg);
  expect(withoutIds(readFileSync(picture, 'utf8')), toDo).toBe(withoutIds(svg));
});

test('the README shows a commit as the demo makes it', () => {
  const file = join(root, 'README.md');
  const text = readFileSync(file, 'utf8');
  const block = /^commit ([0-9a-f]{40})\nAuthor:[\s\S]*?\n\n((?: {4}.*\n|\n)+)```/m;
  const [, id = '', shown = ''] = block.exec(text) ?? [];
  const [made = ''] = played().git('log', '--format=%H', '--author=Carl Gone', '--reverse').split('\n');
  const whole = played().git('log', '-1', '--format=%B', made);
  // Without the last lines, which only programs read.
  const message = whole.slice(0, whole.indexOf('\n', whole.indexOf('\nRisk: ') + 1) + 1);
  const indented = message.replaceAll(/^(?=.)/gm, '    ');
  if (writes) {
    const renamed = text.replace(shown, () => indented).replaceAll(id, made);
    writeFileSync(file, renamed.replaceAll(id.slice(0, 7), made.slice(0, 7)));
  } else {
    expect(id, toDo).toBe(made);
    expect(shown, toDo).toBe(indented);
  }
  expect(message.split('\n').length).toBeGreaterThan(20);
});

test('docs/reviewer.md follows an issue of the demo to its end', () => {
  const file = join(root, 'docs/reviewer.md');
  const text = readFileSync(file, 'utf8');
  const block = /(?<=<!-- demo: [^>]*-->\n```\n)[\s\S]*?(?=\n```\n<!-- \/demo -->)/;
  const lines = played().story.map((line) => line.text);
  const start = lines.findIndex((line) => line.includes('Carl Gone, who left'));
  const end = lines.findIndex((line, index) => index > start && line.includes('approved: a revert'));
  const shown = lines.slice(start, end + 1).join('\n');
  if (writes)
    writeFileSync(
      file,
      text.replace(block, () => shown),
    );
  expect(withoutIds(block.exec(readFileSync(file, 'utf8'))?.[0] ?? ''), toDo).toBe(withoutIds(shown));
  expect(shown.split('\n').length).toBeGreaterThan(10);
});

test('every kind of file of the sample is explained in its README', () => {
  const readme = readFileSync(join(root, 'snapshots/README.md'), 'utf8');
  const kinds = new Set([...readRecorded(played()).keys()].map((path) => path.replace(/\d{5,}/, '<id>')));
  for (const path of kinds) expect(readme, path).toContain(path.split('/').at(-1));
});
