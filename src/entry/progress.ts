import pc from 'picocolors';
import type { Progress } from '#ports.ts';
import type { Output } from './output.ts';
import { toPlainLine } from './plain-line.ts';

export interface ProgressOptions {
  readonly output: Pick<Output, 'line' | 'raw'>;
  /** One line that is rewritten; else one line a stage. */
  readonly live: boolean;
  readonly color: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** Width of the terminal; a longer line would wrap and could not be rewritten. */
  readonly columns: () => number;
}

export interface TerminalProgress extends Progress {
  /** Takes the live line away. */
  end(): void;
}

/** Texts come from commands, with words from Zendesk in them: each becomes one plain line. */
export function openProgress({ output, live, color, quiet, verbose, columns }: ProgressOptions): TerminalProgress {
  const paint = pc.createColors(color);
  let shown = '';
  const clear = (): void => {
    if (shown !== '') output.raw('\r\u001b[2K');
  };
  const above = (text: string): void => {
    clear();
    output.line(text);
    if (shown !== '') output.raw(shown);
  };
  return {
    stage: (text) => {
      if (quiet) return;
      const line = toPlainLine(text);
      if (!live) return output.line(line);
      clear();
      shown = paint.dim(
        Array.from(line)
          .slice(0, Math.max(10, columns() - 1))
          .join(''),
      );
      output.raw(shown);
    },
    warn: ({ message }) => {
      if (!quiet) above(`${paint.yellow('warning:')} ${toPlainLine(message)}`);
    },
    detail: (text) => {
      if (verbose && !quiet) above(paint.dim(toPlainLine(text)));
    },
    end: () => {
      clear();
      shown = '';
    },
  };
}

/** NO_COLOR and FORCE_COLOR decide, else whether a person watches. https://no-color.org */
export function wantsColor(environment: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean {
  const forced = environment['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  if ((environment['NO_COLOR'] ?? '') !== '') return false;
  return isTerminal && environment['TERM'] !== 'dumb';
}
