import type { CompletedCommand, CompletedOption, CompletionTable } from './completion-table.ts';

/** A script for fish, to be sourced or to be kept as `zendrift.fish` among its completions. */
export const renderFish = ({ commands }: CompletionTable): string => {
  const names = commands.map(({ name }) => name).join(' ');
  return `${[
    '# zendrift completion for fish. Load it with: zendrift completion fish | source',
    'complete -c zendrift -f',
    ...commands.map(
      ({ name, summary }) =>
        `complete -c zendrift -n ${text(`not __fish_seen_subcommand_from ${names}`)} -a ${name} -d ${text(summary)}`,
    ),
    ...commands.flatMap(commandLines),
  ].join('\n')}\n`;
};

function commandLines({ name, options, words }: CompletedCommand): readonly string[] {
  const start = `complete -c zendrift -n ${text(`__fish_seen_subcommand_from ${name}`)}`;
  return [
    ...(words.length === 0 ? [] : [`${start} -a ${text(words.join(' '))}`]),
    ...options.map(({ flag, short, description, value }) => {
      const shortFlag = short === null ? '' : ` -s ${short.slice(1)}`;
      return `${start} -l ${flag.slice(2)}${shortFlag}${valueWords(value)} -d ${text(description)}`;
    }),
  ];
}

/** fish knows two escapes inside single quotes. */
const text = (words: string): string => `'${words.replace(/[\\']/g, '\\$&')}'`;

function valueWords(value: CompletedOption['value']): string {
  switch (value.type) {
    case 'none':
      return '';
    case 'any':
      return value.optional ? '' : ' -x';
    case 'file':
      return ' -r -F';
    case 'directory':
      return " -x -a '(__fish_complete_directories)'";
    case 'one-of':
      return ` -x -a ${text(value.values.join(' '))}`;
  }
}
