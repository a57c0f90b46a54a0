import { ZendriftError } from '#errors.ts';
import { renderBash } from '#render/completion/bash.ts';
import type { CompletionTable } from '#render/completion/completion-table.ts';
import { renderFish } from '#render/completion/fish.ts';
import { renderZsh } from '#render/completion/zsh.ts';
import type { Command } from './command.ts';

const scripts: Readonly<Record<string, (table: CompletionTable) => string>> = {
  bash: renderBash,
  zsh: renderZsh,
  fish: renderFish,
};

export const shells: readonly string[] = Object.keys(scripts);

/** `zendrift completion SHELL`: the script that makes a shell complete commands, options and values. */
export const createCompletion =
  (table: CompletionTable): Command =>
  async ({ settings, print }) => {
    const { shell } = settings.completion;
    const render = shell === null ? undefined : scripts[shell];
    if (render === undefined) {
      const problems =
        shell === null ? 'completion needs a shell' : `unknown shell ${JSON.stringify(shell.slice(0, 80))}`;
      throw new ZendriftError('settings-invalid', {
        problems,
        hint: `Name one of ${shells.join(', ')}, such as: source <(zendrift completion bash)`,
      });
    }
    const script = render(table);
    await print?.(script);
    return {
      exitCode: 0,
      lines: [],
      json: { version: 1, shell, script },
      summary: '',
      outputs: {},
      annotations: [],
    };
  };
