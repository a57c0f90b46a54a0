import {
  asFields,
  asFlag,
  asMap,
  asNullable,
  asNumber,
  asOneOf,
  asOptional,
  asText,
  asTime,
  type Decode,
  DecodeError,
} from '#core/decode.ts';
import type { Json } from '#json.ts';
import type { HubMemory, KnownCommand, KnownIssue, KnownRepository, KnownRequest } from './hub-memory.ts';

/** The part of `state.json` that remembers GitHub. What is usual is left out: there may be thousands of issues. */
export const hubJson = ({ repository, until, listed, asked, issues, commands }: HubMemory): Json => ({
  repository,
  until,
  listed,
  asked,
  issues: Object.fromEntries([...issues].map(([number, issue]) => [String(number), issueJson(issue)])),
  commands: Object.fromEntries([...commands].map(([id, command]) => [id, { ...command }])),
});

function issueJson({
  role,
  open,
  labelled,
  seen,
  shows,
  alert,
  wrote,
  restored,
  reminded,
  trouble,
  request,
}: KnownIssue): Json {
  return {
    role,
    ...(open ? {} : { open }),
    ...(labelled ? {} : { labelled }),
    ...(seen === '' ? {} : { seen }),
    ...(shows === '' ? {} : { shows }),
    ...(alert === null ? {} : { alert }),
    ...(wrote === null ? {} : { wrote }),
    ...(restored === null ? {} : { restored }),
    ...(reminded === null ? {} : { reminded }),
    ...(trouble === null ? {} : { trouble }),
    ...(request === null ? {} : { request: { ...request } }),
  };
}

export const asHub: Decode<HubMemory> = (value, path) => {
  const field = asFields(value, path);
  return {
    repository: field('repository', asText),
    until: field('until', asTime),
    listed: field('listed', asTime),
    asked: field('asked', asFlag),
    issues: new Map([...field('issues', asMap(asIssue))].map(([number, issue]) => [toNumber(number, path), issue])),
    commands: field('commands', asMap(asCommand)),
  };
};

function toNumber(text: string, path: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new DecodeError(`${path} has "${text}" for the number of an issue`);
}

const asIssue: Decode<KnownIssue> = (value, path) => {
  const field = asFields(value, path);
  return {
    role: field('role', asOneOf('drift', 'request', 'alert', 'dashboard', 'other')),
    open: field('open', asOptional(asFlag, true)),
    labelled: field('labelled', asOptional(asFlag, true)),
    seen: field('seen', asOptional(asText, '')),
    shows: field('shows', asOptional(asText, '')),
    alert: field('alert', asOptional(asText, null)),
    wrote: field('wrote', asOptional(asTime, null)),
    restored: field('restored', asOptional(asTime, null)),
    reminded: field('reminded', asOptional(asTime, null)),
    trouble: field('trouble', asOptional(asText, null)),
    request: field('request', asOptional(asRequest, null)),
  };
};

const asRequest: Decode<KnownRequest> = (value, path) => {
  const field = asFields(value, path);
  return {
    stranger: field('stranger', asNullable(asFlag)),
    read: field('read', asFlag),
    due: field('due', asNullable(asTime)),
    pull: field('pull', asNullable(asNumber)),
    pullAt: field('pullAt', asNullable(asTime)),
    tree: field('tree', asNullable(asText)),
  };
};

const asCommand: Decode<KnownCommand> = (value, path) => {
  const field = asFields(value, path);
  return {
    issue: field('issue', asNumber),
    at: field('at', asTime),
    waits: field('waits', asNullable(asOneOf('answer', 'revert'))),
  };
};

export const asRepository: Decode<KnownRepository> = (value, path) => {
  const field = asFields(value, path);
  return {
    visibility: field('visibility', asOneOf('public', 'private', 'internal')),
    hasIssues: field('hasIssues', asFlag),
    at: field('at', asTime),
  };
};
