import { type Moved, type MoveRun, moveRecord } from '#ledger/move-record.ts';
import { codeSpan } from '#render/escape/code-span.ts';
import type { CommandOutcome } from './command.ts';

/** `zendrift move --to BRANCH`: the history of the account continues on another branch. */
export async function move(run: MoveRun): Promise<CommandOutcome> {
  run.progress?.stage(`Moving the history to ${run.repository.branch}`);
  const moved = await moveRecord(run);
  const said = describe(moved, run.dryRun);
  return {
    exitCode: 0,
    lines: said,
    json: { version: 1, account: run.config.account, dryRun: run.dryRun, ...moved },
    summary: said.map((line) => codeSpan(line, 500)).join('\n\n'),
    outputs: moved.commit === null ? {} : { 'head-sha': moved.commit },
    annotations: [],
  };
}

function describe({ from, to, commit }: Moved, dryRun: boolean): readonly string[] {
  if (from === to) return [`The history is already on ${to}. Nothing to do.`];
  if (dryRun) return [`Would move the history from ${from} to ${to}.`];
  return [
    `Moved the history from ${from} to ${to} (commit ${(commit ?? '').slice(0, 12)}).`,
    `Set "branch: ${to}" in the configuration if it isn't set yet. Branch ${from} keeps its old commits and gets no new ones.`,
  ];
}
