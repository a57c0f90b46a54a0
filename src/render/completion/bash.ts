import type { CompletedCommand, CompletedOption, CompletionTable } from './completion-table.ts';
import { quoted } from './completion-table.ts';

/** A script for bash 4 and newer; it needs no other package. */
export const renderBash = ({
  commands,
}: CompletionTable): string => `# zendrift completion for bash. Load it with: source <(zendrift completion bash)
_zendrift() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous= command= word
  ((COMP_CWORD > 0)) && previous=\${COMP_WORDS[COMP_CWORD - 1]}
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in
      ${commands.map(({ name }) => name).join(' | ')})
        command=$word
        break
        ;;
    esac
  done
  COMPREPLY=()
  case $command:$previous in
${commands.flatMap(valueCases).join('\n')}
  esac
  case $command in
${commands.map(commandCase).join('\n')}
    *) COMPREPLY=($(compgen -W ${quoted(commands.map(({ name }) => name).join(' '))} -- "$current")) ;;
  esac
}
complete -F _zendrift zendrift
`;

const valueCases = ({ name, options }: CompletedCommand): readonly string[] =>
  options.flatMap((option) => {
    const reply = replyOf(option);
    const names = [option.flag, ...(option.short === null ? [] : [option.short])].map((flag) => `${name}:${flag}`);
    return reply === null ? [] : [`    ${names.join(' | ')})\n      ${reply}\n      return\n      ;;`];
  });

function replyOf({ value }: CompletedOption): string | null {
  switch (value.type) {
    case 'none':
      return null;
    case 'any':
      return value.optional ? null : ':';
    case 'file':
      return 'compopt -o filenames; COMPREPLY=($(compgen -f -- "$current"))';
    case 'directory':
      return 'compopt -o filenames; COMPREPLY=($(compgen -d -- "$current"))';
    case 'one-of':
      return `COMPREPLY=($(compgen -W ${quoted(value.values.join(' '))} -- "$current"))`;
  }
}

function commandCase({ name, options, words }: CompletedCommand): string {
  const all = [...words, ...options.map(({ flag }) => flag)];
  return `    ${name}) COMPREPLY=($(compgen -W ${quoted(all.join(' '))} -- "$current")) ;;`;
}
