import { type Input, inputList, listInputsOf } from '#config/inputs.ts';
import { outputs } from '#config/outputs.ts';
import type { CommandSpec } from '#entry/commands.ts';
import type { Kind } from '#kinds/kind.ts';

const code = (text: string): string => `\`${text}\``;
const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly string[]): string =>
  [row(...head), `|${head.map(() => '---').join('|')}|`, ...rows, ''].join('\n');
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

/** How it is written on a command line. */
function toFlag(name: string, { value, short, optionalValue, argument }: Input): string {
  if (argument !== undefined) return argument === 'many' ? `${value} …` : `${value}`;
  const shown = value === undefined ? '' : optionalValue ? `[=${value}]` : ` ${value}`;
  return `${short === undefined ? '' : `-${short}, `}--${name}${shown}`;
}

/** Every command that this version has, with the options that are its own. */
export const renderCommands = (commands: readonly CommandSpec[]): string =>
  table(
    ['command', 'does', 'options of its own'],
    commands.map(({ name, summary }) => {
      const own = listInputsOf(name).filter(
        ([, input]) => input.commands && input.only !== 'environment' && input.only !== 'action',
      );
      return row(code(name), cell(summary), own.map(([key, input]) => code(toFlag(key, input))).join(' '));
    }),
  );

/** Every setting: its input in the Action, its option on the command line, its variable. */
export const renderInputs = (): string =>
  table(
    ['input', 'option', 'variable', 'default', 'meaning'],
    inputList.map(([name, input]) =>
      row(
        input.only === 'cli' ? '' : code(name),
        input.only === 'environment' || input.only === 'action' ? '' : code(toFlag(name, input)),
        input.env === undefined ? '' : code(input.env),
        input.default === undefined ? '' : code(input.default),
        `${cell(input.description)}${input.commands ? ` Only ${input.commands.map(code).join(', ')}.` : ''}`,
      ),
    ),
  );

export const renderOutputs = (): string =>
  table(
    ['output', 'meaning'],
    Object.entries(outputs).map(([name, meaning]) => row(code(name), cell(meaning))),
  );

/** Exit codes as the help has them: `0 done · 1 …` */
export const renderExitCodes = (help: string): string =>
  table(
    ['code', 'meaning'],
    (/^ {2}(0 done .*)`;$/m.exec(help)?.[1] ?? '').split(' · ').map((part) => {
      const [, number = '', meaning = ''] = /^(\d) (.*)$/.exec(part) ?? [];
      return row(number, meaning.replace(/--[\w-]+/, code));
    }),
  );

/** What each job of a workflow is granted, and why: the comment beside it. */
export function renderPermissions(files: ReadonlyArray<readonly [path: string, text: string]>): string {
  const grants = new Map<string, string[]>();
  for (const [path, text] of files)
    for (const [, job = '', block = ''] of text.matchAll(
      /^ {2}([\w-]+):\n(?: {4}.*\n)*? {4}permissions:\n((?: {6}.+\n)+)/gm,
    ))
      for (const [, grant = '', why = ''] of block.matchAll(/^ {6}([\w-]+: \w+) # (.*)$/gm)) {
        const file = path.replace(/^.*\//, '');
        const key = `${code(grant)} | ${cell(why)}`;
        const known = grants.get(key) ?? [];
        // Jobs for each account, by the accounts of the example.
        const name = /-(?:many|account)\.yml$/.test(path) ? code(file) : `${code(file)} ${job}`;
        grants.set(key, known.includes(name) ? known : [...known, name]);
      }
  return table(
    ['permission', 'why', 'job'],
    [...grants].sort().map(([key, jobs]) => row(key, jobs.join(', '))),
  );
}

const orders: Readonly<Record<Kind['order'], string>> = {
  category: 'in each category',
  plain: 'one for all',
  none: 'none',
};

/** What the file of a kind does not say as data. */
const notes: Readonly<Record<string, string>> = {
  webhook: 'secrets and header values are left out',
  'trigger-category': 'their order is in that of the triggers',
  group: 'without its members',
  schedule: 'holidays have entries of their own in the log: a sweep finds them',
  'custom-role': 'permissions that are off are left out',
  'app-installation': 'of its settings only name and title',
};

/** Every kind: where its snapshots are, and what they hold. */
export const renderKinds = (kinds: readonly Kind[]): string =>
  table(
    ['kind', 'path', 'fields that are kept', 'order', 'remarks'],
    kinds.map((kind) => {
      const remarks = [
        ...(kind.auditSources.length === 0 ? ['not in the audit log'] : []),
        ...(kind.editor === undefined ? [] : ['the object names its last editor']),
        ...(kind.revisions ? ['revisions distinguish several editors'] : []),
        ...(kind.personal ? ['personal ones with `include-personal`'] : []),
        ...(kind.needs === undefined ? [] : [`needs ${kind.needs}`]),
        ...[notes[kind.name] ?? []].flat(),
      ];
      const fields = Object.keys(kind.fields).map(code).join(' ');
      return row(code(kind.name), code(`${kind.plural}/<id>.json`), fields, orders[kind.order], remarks.join('; '));
    }),
  );
