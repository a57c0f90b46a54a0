import { toUtcTime } from '#core/time.ts';
import { isGitHubFailure, ZendriftError } from '#errors.ts';
import type { ActivityEntry, Profile, TeamMember } from '#ports/setup.ts';
import type { Step } from '#render/init/init-result.ts';
import { limitedRoleWords } from '#render/limited-role.ts';
import type { InitRun } from './init-run.ts';

export interface AccountFacts {
  readonly timezone: string | null;
  readonly team: readonly TeamMember[];
  readonly entries: readonly ActivityEntry[];
  /** The account denies the audit log. */
  readonly withoutLog: boolean;
  readonly left: readonly Step[];
}

const nothing: AccountFacts = { timezone: null, team: [], entries: [], withoutLog: false, left: [] };

const days90 = 90 * 86_400_000;

/** What could not be done, with what to do about it. */
export const toLeft = (title: string, { message, hint }: ZendriftError): Step => ({ title, lines: [message, hint] });

/** Who works in the account and on what. What cannot be read is left out, and said. */
export async function surveyAccount({ zendesk, clock, progress }: InitRun): Promise<AccountFacts> {
  const title = 'Check the Zendesk credentials, then run init again for people and rules';
  if (zendesk instanceof ZendriftError) return { ...nothing, left: [toLeft(title, zendesk)] };
  try {
    progress.detail('Checking the Zendesk credentials');
    const role = limitedRoleWords(await zendesk.readUser());
    const timezone = await zendesk.readTimezone();
    progress.detail('Reading the team and 90 days of the audit log');
    const team = await zendesk.readTeam();
    const activity = await zendesk.readActivity(toUtcTime(clock.now() - days90));
    return {
      timezone,
      team: team.type === 'read' ? team.items : [],
      entries: activity.type === 'read' ? activity.items : [],
      withoutLog: activity.type === 'refused' && activity.denied,
      left: [
        ...(role === null ? [] : [{ title: 'Use the OAuth client of an admin', lines: [role] }]),
        ...(team.type === 'read' ? [] : [{ title: 'Read the team of Zendesk', lines: [team.reason] }]),
        ...(activity.type === 'read' ? [] : [toLogStep(activity)]),
      ],
    };
  } catch (error) {
    if (error instanceof ZendriftError && error.code !== 'stopped') return { ...nothing, left: [toLeft(title, error)] };
    throw error;
  }
}

const toLogStep = ({ reason, denied }: { readonly reason: string; readonly denied: boolean }): Step => ({
  title: 'Read the audit log',
  lines: [
    reason,
    denied
      ? 'It needs an Enterprise plan, and an admin or a custom role with the permission "View audit logs". Until then the configuration says "audit: optional": changes are found once a day, without who made them.'
      : 'Run init again.',
  ],
});

export interface HubFacts {
  readonly me: Profile | null;
  readonly people: readonly Profile[];
  /** Names of secrets; null where they cannot be seen. */
  readonly secrets: readonly string[] | null;
  readonly environments: readonly string[] | null;
  readonly left: readonly Step[];
}

const noHub: HubFacts = { me: null, people: [], secrets: null, environments: null, left: [] };

/** Who has access to the repository, and what would keep zendrift from working in it. */
export async function surveyHub({ hub, repository }: InitRun): Promise<HubFacts> {
  if (hub === null) {
    const lacks = repository === null ? 'no repository on GitHub is known' : 'there is no token for GitHub';
    const hint =
      'Set GITHUB_TOKEN (such as the output of "gh auth token") and, if needed, GITHUB_REPOSITORY, then run init again.';
    return { ...noHub, left: [{ title: 'Create the labels and map people', lines: [lacks, hint] }] };
  }
  try {
    const { visibility, hasIssues, archived } = await hub.readRepository();
    const me = await hub.readMyself();
    const people = await hub.listPeople();
    const hasActions = await hub.hasActions();
    return {
      me,
      people: withMe(people ?? [], me),
      secrets: await hub.listSecrets(null),
      environments: (await hub.listEnvironments())?.map(({ name }) => name) ?? null,
      left: [
        ...fault(
          archived,
          'Unarchive the repository',
          'It is archived and takes neither pushes nor issues: Settings > General.',
        ),
        ...fault(
          visibility === 'public',
          'Make the repository private',
          'It is public: the configuration of Zendesk, names and IP addresses would be public too, so track refuses to record. Settings > General, or "privacy: { allow-public: true }" in the configuration.',
        ),
        ...fault(!hasIssues, 'Enable issues', 'They are disabled for this repository: Settings > General > Features.'),
        ...fault(
          hasActions === false,
          'Enable Actions',
          'They are disabled for this repository: Settings > Actions > General.',
        ),
      ],
    };
  } catch (error) {
    if (isGitHubFailure(error)) return { ...noHub, left: [toLeft('Read the repository on GitHub', error)] };
    throw error;
  }
}

const fault = (isWrong: boolean, title: string, line: string): readonly Step[] =>
  isWrong ? [{ title, lines: [line] }] : [];

const withMe = (people: readonly Profile[], me: Profile | null): readonly Profile[] =>
  me === null || people.some(({ id }) => id === me.id) ? people : [...people, me];
