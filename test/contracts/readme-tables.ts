import { type Input, inputList, listInputsOf } from '#config/inputs.ts';
import { outputs } from '#config/outputs.ts';
import type { CommandSpec } from '#entry/commands.ts';

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
