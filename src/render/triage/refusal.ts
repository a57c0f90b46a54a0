import type { CommandRefusal } from '#decisions/judge-command.ts';
import type { ApprovalRefusal } from '#policy/approval.ts';
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
      return 'This comment was edited, so it is unclear what was decided. Write a new comment.';
    case 'issue-edited':
      return 'Someone changed the text, title or labels of this issue, so it is unclear what you saw. zendrift has restored it: read it and decide again.';
    case 'nothing-open':
      return 'Nothing is open here any more: the object is in its last approved state, or someone has already decided.';
    case 'at-approved-state':
      if (refusal.otherFields.length > 0) return notWrittenBack(refusal.otherFields);
      return 'The object is already in its approved state, so there is nothing to revert. This issue stays open until someone decides: `/approve` if the change was acceptable, otherwise `/reject`.';
    case 'misplaced':
      return `${codeSpan(`/${refusal.word}`)} has no meaning in this issue.`;
    case 'request':
      return requestWords[refusal.problem];
    case 'digest':
      return digestWords[refusal.problem];
    case 'approval':
      return approvalWords(refusal.refusal, refusal.command);
    case 'until':
      return untilWords(refusal);
    case 'access':
      return accessWords(refusal.refusal, plainMarkdown(login), about);
  }
}

function approvalWords(refusal: ApprovalRefusal, command: string): string {
  switch (refusal.reason) {
    case 'rejected': {
      const by = logins(refusal.by);
      const owners = refusal.owners.length === 0 ? 'an owner of the object' : `an owner (${logins(refusal.owners)})`;
      const author = refusal.by.length === 1 ? `${by}, ` : '';
      return `${by} rejected this change. Only ${author}${owners} or an admin of this repository can approve it now, with a reason.`;
    }
    case 'no-reason':
      return `${refusal.lifts ? 'This change was rejected, so its approval needs a reason' : 'This approval needs a reason'}. Write ${codeSpan(command)}, with your reason at the end.`;
    case 'approved-before':
      return `You have approved this change already: ${refusal.count} of ${refusal.needed} approvals. Someone else has to approve it as well.`;
  }
}

function untilWords({ problem, given, command }: Extract<CommandRefusal, { readonly type: 'until' }>): string {
  const instead = `Write ${codeSpan(command)}.`;
  switch (problem) {
    case 'no-day':
      return `${given === '' ? 'Nothing' : codeSpan(given, 40)} after "until" is not a day such as 2027-01-15. ${instead} A reason must not start with "until".`;
    case 'over':
      return `${codeSpan(given, 40)} is in the past, so the approval would end at once. ${instead}`;
    case 'nothing-to-end':
      return `The object is back in its approved state, so there is nothing that an end date could end. ${instead}`;
  }
}

const logins = (list: readonly string[]): string => list.map((login) => plainMarkdown(login)).join(', ');

/** What a snapshot does not hold, only a person can set again. */
export const notWrittenBack = (fields: readonly string[]): string =>
  `zendrift does not record the value of ${fields.map((field) => codeSpan(field)).join(', ')}, so it can't restore it. Set it in Zendesk by hand, then approve or reject this change.`;

const requestWords: Readonly<Record<Extract<CommandRefusal, { readonly type: 'request' }>['problem'], string>> = {
  decided: 'This request is already approved. For other terms, open a new one.',
  unusable: 'This request is not usable yet.',
  until: 'A change request ends with its own window, so its approval takes no end date. Write `/approve reason`.',
  over: 'The window of this request has passed.',
  'unnamed-terms':
    'zendrift read this request more than once, so the command must name the version that you mean. Read it and decide again:',
  'other-terms': 'The command names other terms than the ones shown above it. Read them and decide again:',
};

const digestWords: Readonly<Record<Extract<CommandRefusal, { readonly type: 'digest' }>['problem'], string>> = {
  'no-hash': "In a digest, the command must name the digest's hash, so that you decide exactly what it shows.",
  'other-hash': 'The changes in this digest are different now. Read it again and use its current hash.',
  'other-table':
    'Rows have changed or left this table since the command was written, so the number may mean another row. Read the table again and use its current hash: `/reject HASH 2`.',
  'no-row': 'Name a row, or `all`.',
  'unknown-row': 'The table has no such row.',
};

/** In a request nobody has made a change yet, and people are known by their ids alone. */
function accessWords(refusal: AccessRefusal, login: string, about: 'change' | 'request'): string {
  const isAsked = about === 'request';
  switch (refusal.reason) {
    case 'bot':
      return "Bots can't decide unless the configuration lists them.";
    case 'not-listed':
      return `${login} is not listed as an approver in the configuration.`;
    case 'permission-unknown':
      return 'GitHub did not say which permission this person has in the repository, so nothing was decided. The token needs "metadata: read".';
    case 'permission':
      return `Deciding requires the permission "${refusal.needs}" in this repository; ${login} has "${refusal.has}".`;
    case 'own-change':
      return `${login} is ${personName(refusal.as)}, who ${isAsked ? 'will make the change' : 'made this change or part of it'}. Someone else has to approve it.`;
    case 'not-owner':
      return `Only the owners of this object can approve its changes: ${logins(refusal.owners)}.`;
    case 'asked-by-self':
      return `${login} asked for it. Someone else has to approve it.`;
    case 'unmapped': {
      const people = refusal.actors.slice(0, 10).map(personName);
      const more = refusal.actors.length - people.length;
      return `zendrift doesn't know whether ${login} is also ${people.join(', ')}${more > 0 ? ` or ${more === 1 ? 'one more' : `one of ${more} others`}` : ''}, who ${isAsked ? 'will make the change' : 'made this change'}.`;
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
        'To allow this, set in `.github/zendrift.yml`:',
        ...advice.flatMap(({ when, lines }) => ['', `${plainMarkdown(when)}:`, ...fence(lines, 'yaml')]),
      ];
