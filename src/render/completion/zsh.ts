import type { CompletedCommand, CompletedOption, CompletionTable } from './completion-table.ts';
import { quoted } from './completion-table.ts';

/** A script for zsh, to be sourced or to be kept as `_zendrift` in a folder of `fpath`. */
export const renderZsh = ({ commands }: CompletionTable): string => `#compdef zendrift
# zendrift completion for zsh. Load it with: source <(zendrift completion zsh)
_zendrift() {
  local context state line
  local -a commands
  commands=(
${commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`).join('\n')}
  )
  _arguments -C '1:command:->command' '*::argument:->argument'
  case $state in
    command) _describe -t commands 'command' commands ;;
    argument)
      case $line[1] in
${commands.map(commandCase).join('\n')}
      esac
      ;;
  esac
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _zendrift "$@"
else
  compdef _zendrift zendrift
fi
`;

function commandCase({ name, options, words }: CompletedCommand): string {
  const specs = [...options.flatMap(toSpecs), ...(words.length === 0 ? [] : [quoted(`*:word:(${words.join(' ')})`)])];
  return `        ${name})\n          _arguments \\\n            ${specs.join(' \\\n            ')}\n          ;;`;
}

// What a specification of `_arguments` reads as its own has to be escaped in words.
const plain = (text: string): string => text.replace(/[\\[\]:]/g, '\\$&');

function toSpecs({ flag, short, description, value }: CompletedOption): readonly string[] {
  const action = actionOf(value);
  return [flag, ...(short === null ? [] : [short])].map((name) => quoted(`*${name}[${plain(description)}]${action}`));
}

function actionOf(value: CompletedOption['value']): string {
  switch (value.type) {
    case 'none':
      return '';
    case 'any':
      return value.optional ? '::value: ' : ':value: ';
    case 'file':
      return ':file:_files';
    case 'directory':
      return ':folder:_files -/';
    case 'one-of':
      return `:value:(${value.values.join(' ')})`;
  }
}
