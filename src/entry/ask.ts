import { createInterface } from 'node:readline/promises';
import type { Ask } from '#commands/command.ts';
import { toPlainLine } from './plain-line.ts';

/** Questions on standard error, as progress is: standard output is the result's. */
export const openAsk =
  (progress: { readonly end: () => void }): Ask =>
  async (question, otherwise) => {
    progress.end();
    const reader = createInterface({ input: process.stdin, output: process.stderr });
    try {
      const shown = otherwise === '' ? '' : ` [${toPlainLine(otherwise)}]`;
      return (await reader.question(`${toPlainLine(question)}${shown} `)).trim() || otherwise;
    } finally {
      reader.close();
    }
  };
