import type { Command } from '#commands/command.ts';
import { createCompletion, shells } from '#commands/completion.ts';
import { valuesOf } from '#config/input-values.ts';
import { type Input, type InputName, listInputsOf } from '#config/inputs.ts';
import type {
  CompletedCommand,
  CompletedOption,
  CompletedValue,
  CompletionTable,
} from '#render/completion/completion-table.ts';
import { type CommandSpec, groups as groupSummaries } from './commands.ts';

/** `completion` over the registries, so that a new command or option is completed without another line. */
export const startCompletion = (commands: readonly CommandSpec[]): Command => createCompletion(toTable(commands));

export function toTable(commands: readonly CommandSpec[]): CompletionTable {
  const groups = new Map<string, CompletedCommand>();
  for (const spec of commands) {
    const [name = '', own] = spec.name.split(' ');
    const command = toCommand(spec, name);
    const known = groups.get(name);
    if (own === undefined) groups.set(name, command);
    else groups.set(name, toGroup(known, { ...command, words: [own] }));
  }
  return { commands: [...groups.values()] };
}

/** `policy check` and its like as one command, with the options of all of them. */
function toGroup(known: CompletedCommand | undefined, one: CompletedCommand): CompletedCommand {
  const options = new Map([...(known?.options ?? []), ...one.options].map((option) => [option.flag, option]));
  return {
    name: one.name,
    summary: groupSummaries[one.name] ?? one.summary,
    words: [...(known?.words ?? []), ...one.words],
    options: [...options.values()],
  };
}

function toCommand(spec: CommandSpec, name: string): CompletedCommand {
  const inputs = listInputsOf(spec.name).filter(([, { only }]) => only !== 'environment' && only !== 'action');
  const options = inputs.filter(([, { argument }]) => argument === undefined);
  const words = inputs.filter(([, { argument }]) => argument !== undefined);
  return {
    ...{ name, summary: spec.summary },
    options: [...options.map(([input, one]) => toOption(spec.name, input, one)), help],
    words: words.flatMap(([input]) => wordsOf(spec.name, input)),
  };
}

const help: CompletedOption = { flag: '--help', short: '-h', description: 'Print this help', value: { type: 'none' } };

const toOption = (command: string, name: InputName, input: Input): CompletedOption => ({
  flag: `--${name}`,
  short: input.short === undefined ? null : `-${input.short}`,
  // A list of a shell has room for one sentence.
  description: /^.*?(?=\. |\.$|$)/.exec(input.description)?.[0] ?? '',
  value: toValue(command, name, input),
});

function toValue(command: string, name: InputName, { type, value, optionalValue = false }: Input): CompletedValue {
  if (value === undefined) return { type: 'none' };
  const values = wordsOf(command, name);
  if (values.length > 0) return { type: 'one-of', values };
  if (type !== 'path') return { type: 'any', optional: optionalValue };
  return { type: value === 'DIR' ? 'directory' : 'file' };
}

const wordsOf = (command: string, name: InputName): readonly string[] =>
  name === 'shell' ? shells : valuesOf(command, name);
