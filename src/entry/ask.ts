import { createInterface } from 'node:readline/promises';
import type { Ask } from '#commands/command.ts';
import { ZendriftError } from '#errors.ts';
import { toPlainLine } from './plain-line.ts';

/** Questions on standard error, as progress is: standard output is the result's. Ctrl-C and the end of input stop the run. */
export const openAsk =
  (progress: { readonly end: () => void }): Ask =>
  async (question, otherwise) => {
    progress.end();
    const reader = createInterface({ input: process.stdin, output: process.stderr });
    const left = new Promise<never>((_, reject) => {
      reader.once('close', () =>
        reject(new ZendriftError('stopped', { signal: 'the person', during: 'at a question' })),
      );
    });
    left.catch(() => {});
    try {
      const shown = otherwise === '' ? '' : ` [${toPlainLine(otherwise)}]`;
      const answer = await Promise.race([reader.question(`${toPlainLine(question)}${shown} `), left]);
      return answer.trim() || otherwise;
    } finally {
      reader.close();
    }
  };
