import type { Command, CommandContext } from '#commands/command.ts';
import { policyCheck } from '#commands/policy-check.ts';
import { policyReplay } from '#commands/policy-replay.ts';
import { policySuggest } from '#commands/policy-suggest.ts';
import type { Config } from '#config/config.ts';
import { checkConfig, parseConfig } from '#config/parse.ts';
import { nameInput } from '#config/problem.ts';
import { ZendriftError } from '#errors.ts';
import type { Clone, TextFile } from '#git/clone.ts';
import { type Ownership, ownershipOf } from '#ledger/own-commits.ts';
import type { Policy } from '#policy/rule.ts';
import type { Repository } from '#ports.ts';
import { parseOrNull } from './ledger.ts';
import { findPolicyFile, policyPaths, readPolicyFile } from './policy-file.ts';
import { closingOnFailure, connectBranch, connectClone } from './repository.ts';

/** Stands in where nothing names an account: whether a file is valid does not depend on it. */
const anyAccount = 'account';

export const runPolicyCheck: Command = async (context) => {
  const { zendesk, policy } = readPolicySettings(context);
  const { path, text } = await readPolicyFile(context);
  const checked = checkConfig(text, zendesk?.subdomain ?? anyAccount);
  return policyCheck({ file: path, checked, format: policy.format });
};

export const runPolicyReplay: Command = async (context) => {
  const { policy } = readPolicySettings(context);
  const file = await readPolicyFile(context);
  return withRecord(context, file, (record) => policyReplay({ ...record, file: file.path, format: policy.format }));
};

export const runPolicySuggest: Command = async (context) => {
  readPolicySettings(context);
  return withRecord(context, await findPolicyFile(context), policySuggest);
};

function readPolicySettings({ settings }: CommandContext): CommandContext['settings'] {
  const { problems } = settings.policy;
  if (problems.length > 0) throw new ZendriftError('settings-invalid', { problems: problems.join('; ') });
  return settings;
}

/** What is recorded, and the rules to judge it by. */
interface RecordedHistory extends Ownership, Pick<CommandContext, 'clock' | 'progress'> {
  readonly policy: Policy;
  readonly repository: Repository;
  readonly range: { readonly from: CommandContext['settings']['policy']['from']; readonly to: null };
}

/** `file` = the configuration whose rules count; null = none, and the defaults hold. */
async function withRecord<Result>(
  context: CommandContext,
  file: TextFile | null,
  use: (record: RecordedHistory) => Promise<Result>,
): Promise<Result> {
  const { settings, clock, progress } = context;
  const clone = await connectClone(context, { readOnly: true });
  const repository = await closingOnFailure(clone, async () => {
    const proposed = parseConfig(file?.text ?? '', file?.path ?? 'defaults', settings.zendesk?.subdomain ?? '');
    const home = await findHome(context, clone, file, proposed);
    const source = { ...(await clone.readDefaultTip()), path: null, text: '' };
    const opened = await connectBranch(context, clone, { config: home, source }, { readOnly: true });
    return { opened, home, proposed };
  });
  const { opened, home, proposed } = repository;
  try {
    return await use({
      ...ownershipOf(home),
      ...{ repository: opened, clock, progress, range: { from: settings.policy.from, to: null } },
      policy: {
        ...proposed.policy,
        timezone: proposed.timezone,
        hours: proposed.hours,
        blob: opened.blobId(file?.text ?? ''),
      },
    });
  } finally {
    await opened.close();
  }
}

/**
 * The configuration that says where the record is: that of the default branch, because a file that is tried out may be a part
 * of one, or name another branch. Without one that can be read, the file itself.
 */
async function findHome(
  { settings }: CommandContext,
  clone: Clone,
  file: TextFile | null,
  proposed: Config,
): Promise<Config> {
  const named = settings.zendesk?.subdomain ?? proposed.account;
  const { commit } = await clone.readDefaultTip();
  const paths = policyPaths(named === '' ? null : named, file?.path);
  const found = commit === null ? null : await clone.readFirst(commit, paths);
  const parse = (subdomain: string): Config =>
    (found === null ? null : parseOrNull(found.text, subdomain, found.path)) ??
    parseConfig(file?.text ?? '', file?.path ?? 'defaults', subdomain);
  const home = parse(named);
  return home.account === '' ? parse(await findAccount(settings, clone)) : home;
}

const stateRef = /^refs\/(?:zendrift|heads\/zendrift-state)\/([a-z0-9-]{1,63})$/;

/** The account whose state the repository holds, where there is only one. */
async function findAccount({ surface }: CommandContext['settings'], clone: Clone): Promise<string> {
  const { refs } = await clone.list();
  const accounts = [...new Set([...refs.keys()].flatMap((name) => stateRef.exec(name)?.[1] ?? []))].sort();
  const [only] = accounts;
  if (only !== undefined && accounts.length === 1) return only;
  const which = accounts.length === 0 ? '' : `, and this repository has several accounts: ${accounts.join(', ')}`;
  throw new ZendriftError('settings-invalid', {
    problems: `${nameInput('zendesk-subdomain', surface)} is not set${which}`,
    hint: `Set ${nameInput('zendesk-subdomain', surface)}, or name the account in the configuration.`,
  });
}
