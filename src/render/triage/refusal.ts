import type { CommandRefusal } from '#decisions/judge-command.ts';
import type { AccessRefusal, Actor } from '#policy/decision.ts';
import { codeSpan } from '#render/escape/code-span.ts';
import { fence } from '#render/escape/fence.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';

/** Lines for the configuration, and when they are the right ones. */
export interface Advice {
  readonly when: string;
  readonly lines: readonly string[];
}

/** Why a command was not carried out, in words; what to do about it follows. */
export function refusalWords(
  refusal: Exclude<CommandRefusal, { readonly type: 'stale' }>,
  login: string,
  about: 'change' | 'request' = 'change',
): string {
  switch (refusal.type) {
    case 'edited':
      return 'This comment was edited, so nobody can tell what was decided. Write a new one.';
    case 'issue-edited':
      return 'Somebody changed the text, title or labels of this issue, so nobody can tell what you saw. It is restored now: read it and decide again.';
    case 'nothing-open':
      return 'Nothing is open here any more: the object is as it was approved last, or somebody has decided already.';
    case 'at-approved-state':
      if (refusal.otherFields.length > 0) return notWrittenBack(refusal.otherFields);
      return 'It is in its approved state, so there is nothing to write back. It stays open until somebody decides: approve it if that it happened is fine, or reject it.';
    case 'misplaced':
      return `${codeSpan(`/${refusal.word}`)} means nothing in this issue.`;
    case 'request':
      return requestWords[refusal.problem];
    case 'digest':
      return digestWords[refusal.problem];
    case 'access':
      return accessWords(refusal.refusal, plainMarkdown(login), about);
  }
}

/** What a snapshot does not hold, only a person can set again. */
export const notWrittenBack = (fields: readonly string[]): string =>
  `zendrift does not record the value of ${fields.map((field) => codeSpan(field)).join(', ')}, so it cannot write it back. Set it in Zendesk by hand, then approve or reject this change.`;

const requestWords: Readonly<Record<Extract<CommandRefusal, { readonly type: 'request' }>['problem'], string>> = {
  decided: 'This request is approved already. For other terms open a new one.',
  unusable: 'The request cannot be used as it is.',
  over: 'Its window has passed.',
  'unnamed-terms':
    'This request was read back more than once, so the command must name the version that you mean. Read it and decide again:',
  'other-terms': 'These are not the terms that stood above the command. Read them and decide again:',
};

const digestWords: Readonly<Record<Extract<CommandRefusal, { readonly type: 'digest' }>['problem'], string>> = {
  'no-hash': 'In a digest the command names its hash, so that exactly what it shows is decided.',
  'other-hash': 'The changes in this digest are others by now; read it again and use its present hash.',
  'other-table':
    'Rows have left this table or changed since the command was written, so its number may mean another one. Read it again, and name its present hash: `/reject HASH 2`.',
  'no-row': 'Say which row is meant, or `all`.',
  'unknown-row': 'The table has no such row.',
};

/** In a request nobody has made a change yet, and people are known by their ids alone. */
function accessWords(refusal: AccessRefusal, login: string, about: 'change' | 'request'): string {
  const isAsked = about === 'request';
  switch (refusal.reason) {
    case 'bot':
      return 'Bots do not decide, unless the configuration lists them.';
    case 'not-listed':
      return `${login} is not among those who decide here.`;
    case 'permission-unknown':
      return 'GitHub did not tell what this person may do in the repository, so nothing was decided. The token needs "metadata: read".';
    case 'permission':
      return `Deciding needs the permission "${refusal.needs}" in this repository; ${login} has "${refusal.has}".`;
    case 'own-change':
      return `${login} is ${personName(refusal.as)}, who ${isAsked ? 'will make the change' : 'made this change or has a part in it'}. Somebody else has to approve it.`;
    case 'asked-by-self':
      return `${login} asks for it. Somebody else has to approve it.`;
    case 'unmapped': {
      const people = refusal.actors.slice(0, 10).map(personName);
      const more = refusal.actors.length - people.length;
      return `Nothing shows that ${login} is not ${people.join(', ')}${more > 0 ? ` or ${more === 1 ? 'one more' : `one of ${more} others`}` : ''}, who ${isAsked ? 'will make the change' : 'made this change'}.`;
    }
  }
}

const personName = ({ id, name }: Actor): string =>
  name === '' ? `Zendesk ${id}` : `${codeSpan(name, 100)} (Zendesk ${id})`;

/** The configuration that would allow it, ready to copy. */
export const adviceLines = (advice: readonly Advice[]): readonly string[] =>
  advice.length === 0
    ? []
    : [
        '',
        'What `.github/zendrift.yml` would have to say:',
        ...advice.flatMap(({ when, lines }) => ['', `${plainMarkdown(when)}:`, ...fence(lines, 'yaml')]),
      ];
