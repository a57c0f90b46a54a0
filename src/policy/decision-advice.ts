import type { AccessRefusal, Actor } from './decision.ts';

/** Lines to add to the configuration, whole and ready to copy; none where no line would allow it. */
export type ConfigLines = readonly string[];

/** What the configuration would have to say so that this person may decide. Each entry is one way. */
export function adviseConfig(
  refusal: AccessRefusal,
  login: string,
  approvers: { readonly logins: readonly string[]; readonly outsideZendesk: readonly string[] },
): readonly { readonly when: string; readonly lines: ConfigLines }[] {
  switch (refusal.reason) {
    case 'bot':
    case 'not-listed':
      return [
        {
          when: refusal.reason === 'bot' ? 'if this bot may decide' : 'if this person may decide',
          lines: ['approvers:', `  logins: [${[...approvers.logins, login].map(scalar).join(', ')}]`],
        },
      ];
    case 'permission':
      return refusal.has === 'triage'
        ? [{ when: 'if the permission "triage" should be enough', lines: ['approvers:', '  permission: triage'] }]
        : refusal.has === 'write' || refusal.has === 'maintain'
          ? [
              {
                when: `if the permission "${refusal.has}" should be enough`,
                lines: ['approvers:', `  permission: ${refusal.has}`],
              },
            ]
          : [];
    case 'unmapped':
      return [
        ...peopleOf(refusal.actors).map((ids) => ({
          when: 'once you know their GitHub login',
          lines: ['identities:', ...ids.map((id) => `  ${id}: { github: ${scalar('LOGIN')} }`)],
        })),
        {
          when: `if ${login} has another Zendesk user`,
          lines: ['identities:', `  ${scalar('ZENDESK-USER-ID')}: { github: ${scalar(login)} }`],
        },
        {
          when: `if ${login} has no Zendesk user`,
          lines: ['approvers:', `  outside-zendesk: [${[...approvers.outsideZendesk, login].map(scalar).join(', ')}]`],
        },
      ];
    case 'permission-unknown':
    case 'own-change':
    case 'asked-by-self':
    case 'not-owner':
      return [];
  }
}

/** Ids of people, once; none at all where Zendesk itself did it (`-1`), which is nobody on GitHub. */
function peopleOf(actors: readonly Actor[]): readonly (readonly string[])[] {
  const ids = actors.map(({ id }) => id).filter((id) => id !== '-1');
  return ids.length === 0 ? [] : [ids];
}

/** A login as YAML: `dependabot[bot]` would be a list, `null` and `1e3` would be no text. */
const scalar = (text: string): string =>
  /^[A-Za-z][A-Za-z-]*$/.test(text) && !/^(?:null|true|false|yes|no|on|off|y|n)$/i.test(text)
    ? text
    : JSON.stringify(text);
