import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '#sandbox/github/site/markdown.ts';
import { codePoint } from '../../support/code-point.ts';

const show = (text: string): string => renderMarkdown(text, { issuesPath: '/acme/zendesk-config/issues' }).html.trim();

describe('the Markdown of an issue', () => {
  test.each([
    ['a paragraph with a line break', 'one\ntwo', '<p>one<br>\ntwo</p>'],
    ['bold and code', '**a** `b`', '<p><strong>a</strong> <code>b</code></p>'],
    ['code that holds backticks', '`` a`b ``', '<p><code>a`b</code></p>'],
    ['code that holds a tag', '`<b>`', '<p><code>&#60;b&#62;</code></p>'],
    ['nothing for a comment', '<!-- zendrift:1 object=x -->', ''],
    ['what follows a comment', '<!-- zendrift:1 -->\ntext', '<p>text</p>'],
    ['a comment inside code', '`<!-- x -->`', '<p><code>&#60;!-- x --&#62;</code></p>'],
    ['an entity as its character, unmentioned', '&#64;acme/ops', '<p>&#64;acme/ops</p>'],
    ['a mention', 'hi @acme/ops', '<p>hi <span class="mention">@acme/ops</span></p>'],
    ['no mention inside an address', 'a@b.example', '<p>a@b.example</p>'],
    ['names with underscores', 'snake_case_name', '<p>snake_case_name</p>'],
    ['a rule', 'a\n\n---', '<p>a</p>\n<hr>'],
    ['a quote', '> a\n> b', '<blockquote><p>a<br>\nb</p>\n</blockquote>'],
    ['an escaped star', '\\*a\\*', '<p>&#42;a&#42;</p>'.replaceAll('&#42;', '*')],
  ])('shows %s', (_, text, expected) => {
    expect(show(text)).toBe(expected);
  });

  test('links to http, https and its own pages alone', () => {
    expect(show('[a](https://acme.zendesk.com/admin?x=1&y="2")')).toContain('href="https://acme.zendesk.com/admin?x=1');
    expect(show('#12')).toContain('href="/acme/zendesk-config/issues/12"');
    for (const target of ['javascript:alert(1)', 'data:text/html,x', '//evil.example', 'vbscript:x']) {
      expect(show(`[a](${target})`)).not.toContain('<a');
    }
  });

  test('colours a diff line by line, and leaves its text alone', () => {
    const shown = show('```diff\n@@ -1 +1 @@\n-<b>old</b>\n+@acme/new\n same\n```');
    expect(shown).toContain('<span class="hunk">@@ -1 +1 @@</span>');
    expect(shown).toContain('<del>-&#60;b&#62;old&#60;/b&#62;</del><ins>+@acme/new</ins>');
    expect(shown).toContain('<span> same</span>');
  });

  test('a fence ends only at one that is as long', () => {
    const shown = show('````\n```\n/approve\n</details>\n````\nafter');
    expect(shown).toContain('```\n/approve\n&#60;/details&#62;</code>');
    expect(shown).toContain('<p>after</p>');
  });

  test('folds details, though a diff inside talks of their end', () => {
    const shown = show(
      '<details><summary>Diff (2 lines)</summary>\n\n```diff\n+</details>\n```\n\n</details>\n\nafter',
    );
    expect(shown).toMatch(/^<details><summary>Diff \(2 lines\)<\/summary>[\s\S]*<\/pre>\n<\/details>\n<p>after<\/p>$/);
  });

  test('shows lists inside lists, numbered from where they start', () => {
    expect(show('3. a\n   - b\n4. c').replaceAll('\n', '')).toBe(
      '<ol start="3"><li>a<ul><li>b</li></ul></li><li>c</li></ol>',
    );
  });

  test('shows a table, its columns as they are aligned, a pipe in a cell', () => {
    const shown = show('| # | what |\n|--:|---|\n| 1 | a \\| b |');
    expect(shown).toContain('<th scope="col" class="right">#</th>');
    expect(shown).toContain('<td class="left">a | b</td>');
  });

  test('no text makes a tag, an attribute or a link of its own', () => {
    const parts = [
      '<',
      '>',
      '"',
      "'",
      '`',
      '```',
      '\n',
      'a\n',
      '**',
      '[x](',
      ')',
      'javascript:',
      'https://',
      '<details>',
      '|',
    ];
    const more = [
      '</details>',
      '<summary>',
      '<!--',
      '-->',
      '&#60;',
      '&lt;',
      '<script>',
      ' onload=',
      '- ',
      '> ',
      '|--|',
    ];
    const hostile = fc.array(fc.oneof(fc.constantFrom(...parts, ...more), fc.string({ unit: codePoint })), {
      maxLength: 60,
    });
    const tag =
      /^<(?:\/?(?:p|strong|em|del|ins|code|ul|li|blockquote|table|thead|tbody|tr|summary|h[3-6]|ol|pre|div|span|th|td|a|details)|br|hr|ol start="\d+"|pre tabindex="0" role="region" aria-label="\w+"|div class="table" tabindex="0" role="region" aria-label="Table"|span class="(?:hunk|mention)"|th scope="col" class="\w+"|td class="\w+"|details open|a href="(?:https?:\/\/|\/|#)[^"<>]*" rel="nofollow noreferrer")>$/;
    fc.assert(
      fc.property(hostile, (texts) => {
        for (const [found] of show(texts.join('')).matchAll(/<[^>]*>?/g)) expect(found).toMatch(tag);
      }),
    );
  });

  test('64 KB of openings that never close are shown in a moment', () => {
    const openings = [
      '`',
      '``a',
      '**a ',
      '~~a ',
      '[',
      '<details>\n',
      '> ',
      '- ',
      '- a\n',
      '<!--a',
      `# ${' '.repeat(60_000)}`,
      '|',
      '_a',
      '\n',
      'a\n',
    ];
    for (const opening of openings) {
      const start = performance.now();
      show(`${opening.repeat(Math.floor(65_000 / opening.length))}x`);
      expect(performance.now() - start, opening.slice(0, 9)).toBeLessThan(3000);
    }
  });
});
