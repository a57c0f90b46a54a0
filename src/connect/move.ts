import type { Command, CommandContext } from '#commands/command.ts';
import { move } from '#commands/move.ts';
import { nameInput } from '#config/problem.ts';
import { ZendriftError } from '#errors.ts';
import type { MoveRun } from '#ledger/move-record.ts';
import { accountOf, connectIssues } from './adapters.ts';
import { readConfig } from './config-source.ts';
import { connectLedger } from './ledger.ts';
import { closingOnFailure, configUseOf, connectBranch, connectClone } from './repository.ts';

export const runMove: Command = async (context) => {
  const run = await connectMove(context);
  try {
    return await move(run);
  } finally {
    await run.repository.close();
  }
};

async function connectMove(context: CommandContext): Promise<MoveRun> {
  const { settings, clock } = context;
  const { to } = settings.move;
  if (to === null) {
    const hint = 'Name the branch that will hold the history, such as zendrift.';
    throw new ZendriftError('settings-invalid', {
      problems: `move needs ${nameInput('to', settings.surface)}, the branch to move the history to`,
      hint,
    });
  }
  const clone = await connectClone(context);
  return closingOnFailure(clone, async () => {
    const found = await readConfig(context, clone, accountOf(settings).subdomain, configUseOf(context));
    const repository = await connectBranch(context, clone, found, { branch: to });
    const issues = connectIssues(context, clock.now() + settings.deadline);
    return {
      ...connectLedger(context, { ...found, clone, repository }, issues),
      openBranch: (branch) => connectBranch(context, clone, found, { branch }),
      dryRun: settings.dryRun,
    };
  });
}
