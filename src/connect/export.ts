import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { CommandContext } from '#commands/command.ts';
import { mustBe, nameInput } from '#config/problem.ts';
import type { ReportFormat } from '#config/report-settings.ts';
import { reasonOf, ZendriftError } from '#errors.ts';
import type { Deliver, Destination, Export } from '#render/document.ts';

const formatOfEnding: Readonly<Record<string, ReportFormat>> = {
  '.csv': 'csv',
  '.json': 'json',
  '.html': 'html',
  '.htm': 'html',
  '.md': 'markdown',
};

/** `formats` = those of the command; the first is its default. Throws `settings-invalid` for any other. */
export function connectExport<Format extends ReportFormat>(
  { settings, print }: CommandContext,
  { output, format: asked }: { readonly output: string | null; readonly format: Format | null },
  formats: readonly [Format, ...Format[]],
): Export<Format> {
  const nameOf = (name: 'format' | 'output'): string => nameInput(name, settings.surface);
  const known = formats.find((one) => one === asked);
  const ending = output === null ? '' : extname(output).toLowerCase();
  const named = formats.find((one) => one === formatOfEnding[ending]);
  // HTML in a file called x.pdf opens nowhere.
  if (known === undefined && named === undefined && ending !== '')
    throw unusable(
      `${mustBe(nameOf('output'), `a file that ends in ${endingsOf(formats)}`, output ?? '')}. Or set ${nameOf('format')}`,
    );
  const format = known ?? named ?? formats[0];
  if (output !== null) {
    const destination: Destination = { type: 'file', file: output, kept: !settings.dryRun };
    return { format, destination, deliver: settings.dryRun ? drain : (parts) => writeWhole(output, parts) };
  }
  if (print === undefined) return { format, destination: { type: 'nowhere' }, deliver: drain };
  return {
    format,
    destination: { type: 'stdout' },
    deliver: async (parts) => {
      for await (const part of parts) await print(toInertDocument(part, format));
    },
  };
}

/**
 * A runner of GitHub Actions obeys `##[` wherever a step prints it. JSON and HTML have escapes of their own; a cell of CSV
 * has none, so a workflow writes CSV into a file (docs/security.md).
 */
export function toInertDocument(part: string, format: ReportFormat | 'jsonl' | 'ocsf'): string {
  if (format === 'csv') return part;
  return part.replace(/#(?=#\[)/g, format === 'html' ? '&#35;' : '\\u0023');
}

const endingsOf = (formats: readonly ReportFormat[]): string => {
  const endings = Object.entries(formatOfEnding).flatMap(([ending, format]) =>
    formats.includes(format) ? [ending] : [],
  );
  return endings.join(', ').replace(/, ([^,]*)$/, ' or $1');
};

const unusable = (problems: string): ZendriftError => new ZendriftError('settings-invalid', { problems });

const drain: Deliver = async (parts) => {
  for await (const _ of parts);
};

/** An export that breaks off leaves the one before it as it was. */
export async function writeWhole(file: string, parts: AsyncIterable<string | Uint8Array>): Promise<void> {
  const target = await realpath(file).catch(() => file);
  // A pipe or a device is written to; putting a file in its place would be a disaster.
  const isSpecial = await stat(target).then(
    (found) => !found.isFile(),
    () => false,
  );
  const part = isSpecial ? target : `${target}.partial`;
  try {
    await writeFile(part, parts);
    if (!isSpecial) await rename(part, target);
  } catch (error) {
    if (!isSpecial) await rm(part, { force: true });
    if (error instanceof Error && 'syscall' in error)
      throw new ZendriftError('output-unwritable', { file, reason: reasonOf(error) }, error);
    throw error;
  }
}
