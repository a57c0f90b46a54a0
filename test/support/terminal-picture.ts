import type { StoryLine } from '#commands/demo/story.ts';

const colors: Readonly<Record<StoryLine['tone'], string>> = {
  day: '#f0f6fc',
  event: '#e6edf3',
  run: '#8b949e',
  commit: '#79c0ff',
  approved: '#56d364',
  unapproved: '#ff7b72',
  issue: '#e3b341',
  note: '#e6edf3',
};

const lineHeight = 19;
const top = 58;
const left = 20;
/** Of a monospace glyph at 13 px: 0.6 em in every common font, and `textLength` holds the others to it. */
const glyph = 7.8;

/**
 * Lines of the demo as a picture of a terminal. It brings its own background, so that it reads the same on a light and on
 * a dark page, and needs nothing from elsewhere: GitHub shows no picture that loads fonts or runs scripts.
 */
export function toTerminalPicture(command: string, story: readonly StoryLine[]): string {
  const rows = story.flatMap((line, index) => (line.tone === 'day' && index > 0 ? [null, line] : [line]));
  const width = Math.ceil(
    left * 2 + glyph * Math.max(command.length + 2, ...story.map(({ text }) => [...text].length)),
  );
  const height = top + lineHeight * rows.length + 14;
  const texts = rows.flatMap((line, index) => (line === null ? [] : [toText(line, top + lineHeight * (index + 0.5))]));
  const dots = ['#ff5f57', '#febc2e', '#28c840'].map(
    (fill, n) => `<circle cx="${24 + n * 18}" cy="21" r="5.5" fill="${fill}"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">
<title id="title">Terminal: ${escapeText(command)}. ${escapeText(story.map(({ text }) => text.trim()).join('; '))}</title>
<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="9" fill="#0d1117" stroke="#3d444d"/>
${dots.join('')}
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13">
<text x="84" y="26" fill="#8b949e">$ <tspan fill="#f0f6fc">${escapeText(command)}</tspan></text>
${texts.join('\n')}
</g>
</svg>
`;
}

/** Blanks in front become an offset, and of two one is made hard: renderers disagree about white space. */
function toText({ tone, text }: StoryLine, y: number): string {
  const shown = text.trimStart();
  const x = left + (text.length - shown.length) * glyph;
  const weight = tone === 'day' ? ' font-weight="700"' : '';
  const length = ([...shown].length * glyph).toFixed(1);
  return `<text x="${x.toFixed(1)}" y="${y}" fill="${colors[tone]}"${weight} textLength="${length}">${escapeText(shown.replaceAll('  ', '\u00a0 '))}</text>`;
}

const escapeText = (text: string): string =>
  text.replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;' })[character] ?? '&gt;');
