import { toVisible } from '#text.ts';

/** Where a document goes. `nowhere` = the result alone carries it. */
export type Destination =
  | { readonly type: 'stdout' }
  /** `kept` false = a dry run, which writes nothing. */
  | { readonly type: 'file'; readonly file: string; readonly kept: boolean }
  | { readonly type: 'nowhere' };

/** Takes a document piece by piece; a file stands in its place only when all of it is there. */
export type Deliver = (parts: AsyncIterable<string>) => Promise<void>;

/** What an export is connected to; `connect/export.ts` puts it together. */
export interface Export<Format> {
  readonly format: Format;
  readonly destination: Destination;
  readonly deliver: Deliver;
}

export async function* inOnePart(text: string): AsyncIterable<string> {
  yield text;
}

/** JSON with what nobody can see written as `\uXXXX`: the same value, fit for a terminal. */
export const visibleJson = (value: unknown, indent = 0): string =>
  JSON.stringify(value, null, indent).split('\n').map(toVisible).join('\n');

/** `written to audit.csv`, for people. */
export function destinationWords(destination: Destination): string {
  if (destination.type === 'file')
    return `${destination.kept ? 'written to' : 'would be written to'} ${destination.file}`;
  return destination.type === 'stdout' ? 'printed' : 'not written: name a file with "output"';
}
