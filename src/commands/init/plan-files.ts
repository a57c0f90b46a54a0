import type { ShownFile, Step } from '#render/init/init-result.ts';

export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** How a wanted file compares with what is there. `older` = the file that does its work already. */
export function planFile(wanted: TextFile, before: string | null, older: string | null): ShownFile {
  if (before === null && older !== null) return { ...wanted, path: older, status: 'left' };
  if (before === null) return { ...wanted, status: 'created' };
  // A checkout may have other line ends.
  return { ...wanted, status: before.replaceAll('\r\n', '\n') === wanted.text ? 'unchanged' : 'updated' };
}

export const isWritten = ({ status }: ShownFile): boolean => status === 'created' || status === 'updated';

/** What to say of a file that was not touched. */
export const toFileStep = ({ path }: ShownFile): Step => ({
  title: `Compare ${path} with what init would write`,
  lines: ['It has another text, so it was left as it is.', 'zendrift init --dry-run prints the file.'],
});
