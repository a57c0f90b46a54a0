import type { BaselineFacts, ConfigurationFacts, GitHubAccount } from '#core/commit/commit-facts.ts';
import { shortId } from '#core/commit/marker.ts';
import { objectToVersion } from '#ledger/config-versions.ts';
import { counted, type Finding, toFault, toFindingWarning } from '#render/verify/finding.ts';
import { type KnownConfigs, noConfig } from './read-configs.ts';
import type { Step } from './step.ts';
import type { VerifyRun } from './verify-run.ts';
import type { Walk } from './walk.ts';

/** What each commit was made under: a configuration of the configuration branch, and the one that was recorded last. */
export function checkConfigurations(run: VerifyRun, { steps }: Walk, known: KnownConfigs): readonly Finding[] {
  return [
    ...checkVersions(steps, known),
    ...checkInForce(steps, noConfig(run)),
    ...steps.flatMap((step) => (step.facts.type === 'configuration' ? checkChange(run, step, step.facts, known) : [])),
    ...checkAccounts(steps),
  ];
}

/** Configuration of a commit, as it names it; null where it names none. */
const namedBy = ({ facts }: Step): string | null =>
  facts.type === 'change' && facts.attribution !== 'revision'
    ? facts.verdict.policy
    : facts.type === 'decision'
      ? facts.config
      : null;

/** One line for each configuration that the branch never had, or that cannot be read any more. */
function checkVersions(steps: readonly Step[], { configs, branch, isVersion }: KnownConfigs): readonly Finding[] {
  const uses = new Map<string, { readonly commit: string; readonly count: number }>();
  for (const step of steps) {
    const blob = namedBy(step);
    if (blob === null) continue;
    const use = uses.get(blob);
    uses.set(blob, { commit: use?.commit ?? step.commit, count: (use?.count ?? 0) + 1 });
  }
  return [...uses].flatMap(([blob, { commit, count }]) => {
    const used = `under which ${counted(count, 'commit')} ${count === 1 ? 'was' : 'were'} made`;
    if (!isVersion(blob)) {
      return [toFault('policy', `no commit of ${branch} ever had this configuration: ${blob}, ${used}`, { commit })];
    }
    if (configs.get(blob) !== null) return [];
    return [toFindingWarning('policy', `this configuration can no longer be read: ${blob}, ${used}`, { commit })];
  });
}

/** What a commit names is what was recorded last; a baseline and a recorded change say what that is. */
function checkInForce(steps: readonly Step[], none: string): readonly Finding[] {
  const findings: Finding[] = [];
  // Unknown until history says: before that it did not record it.
  let inForce: string | null = null;
  const differ = ({ commit }: Step, named: string, what: string) => {
    if (inForce === null || named === inForce) return;
    const recorded = inForce === none ? 'none' : shortId(inForce);
    findings.push(toFault('configuration', `${what} ${shortId(named)}, but ${recorded} was recorded last`, { commit }));
  };
  for (const step of steps) {
    const { facts } = step;
    const named = namedBy(step);
    if (named !== null) differ(step, named, 'was made under configuration');
    if (facts.type === 'configuration') {
      differ(step, facts.before ?? none, 'replaces configuration');
      inForce = facts.after ?? none;
    } else if (facts.type === 'baseline' && facts.config !== undefined) {
      inForce = facts.config === 'none' ? none : facts.config;
    }
  }
  return findings;
}

/** The commit that brought the configuration is on its branch, and its author is the author here. */
function checkChange(run: VerifyRun, { commit, author }: Step, facts: ConfigurationFacts, known: KnownConfigs) {
  const written = { authorName: author.name, authorEmail: author.email, authorTime: author.time };
  const objection = objectToVersion(facts, written, known, noConfig(run));
  return objection === null ? [] : [toFault('configuration', objection, { commit })];
}

/** A login is bound to an account once. */
function checkAccounts(steps: readonly Step[]): readonly Finding[] {
  const ids = new Map<string, string>();
  return steps.flatMap(({ commit, facts }) =>
    accountsIn(facts).flatMap(({ login, id }) => {
      const known = ids.get(login.toLowerCase());
      if (known === undefined) ids.set(login.toLowerCase(), id);
      if (known === undefined || known === id) return [];
      return [
        toFault('configuration', `says that ${login} is account ${id}, but ${known} was recorded before`, { commit }),
      ];
    }),
  );
}

const accountsIn = (facts: Step['facts'] | BaselineFacts | ConfigurationFacts): readonly GitHubAccount[] =>
  facts.type === 'baseline' || facts.type === 'configuration' ? facts.accounts : [];
