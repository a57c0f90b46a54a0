/** The files in which a runner of GitHub Actions takes outputs and the summary. */

/** `GITHUB_OUTPUT`: a value may hold anything, so its end is a word that it does not hold. `token` must not be guessable. */
export function toOutputEntry(name: string, value: string, token: string): string {
  let end = `zendrift_${token}`;
  while (value.includes(end)) end += '_';
  return `${name}<<${end}\n${value}\n${end}\n`;
}

/** GitHub drops a summary beyond 1 MiB whole; the rest is for what the step wrote before. */
const summaryLimit = 1_000_000;

const note = '\n\n_Cut: the rest is in the log._\n';

/** The summary, cut at the end of a line where it is too long, without leaving a code fence or a table row half open. */
export function toSummary(markdown: string): string {
  const text = markdown.endsWith('\n') ? markdown : `${markdown}\n`;
  if (Buffer.byteLength(text) <= summaryLimit) return text;
  const room = summaryLimit - Buffer.byteLength(note) - 8;
  const bytes = Buffer.from(text).subarray(0, room);
  const kept = bytes.subarray(0, bytes.lastIndexOf('\n') + 1).toString();
  return `${kept}${closeFence(kept)}${note}`;
}

/** Closes the fence that the cut has left open; a fence closes with at least as many marks as it opened with. */
function closeFence(text: string): string {
  let open = '';
  for (const [, fence = ''] of text.matchAll(/^ {0,3}(`{3,}|~{3,})/gm)) {
    if (open === '') open = fence;
    else if (fence[0] === open[0] && fence.length >= open.length) open = '';
  }
  return open === '' ? '' : `${open}\n`;
}
