import {
  type ReactionContent,
  reactionContents,
  type StateReason,
  stateReasons,
} from '#sandbox/github/model/entities.ts';
import type { IssueDraft, IssuePatch } from '#sandbox/github/model/issues.ts';
import type { LabelDraft } from '#sandbox/github/model/labels.ts';
import { Refusal, refuseInvalid } from '#sandbox/github/model/refusal.ts';

type Fields = Readonly<Record<string, unknown>>;

export function parseIssueDraft(body: unknown): IssueDraft {
  const fields = parseFields(body);
  const title = readTitle(fields);
  if (title === undefined) throw new Refusal(422, 'Invalid request.\n\n"title" wasn\'t supplied.');
  return { title, body: readText(fields, 'body'), labels: readNames(fields, 'labels'), assignees: readLogins(fields) };
}

export function parsePullDraft(body: unknown) {
  const fields = parseFields(body);
  const readName = (name: 'head' | 'base'): string => {
    const text = readText(fields, name);
    if (typeof text === 'string') return text;
    throw new Refusal(422, `Invalid request.\n\n"${name}" wasn't supplied.`);
  };
  return {
    title: readTitle(fields) ?? '',
    body: readText(fields, 'body'),
    head: readName('head'),
    base: readName('base'),
  };
}

export function parseIssuePatch(body: unknown): IssuePatch {
  const fields = parseFields(body ?? {});
  return {
    title: readTitle(fields),
    body: readText(fields, 'body'),
    state: readWord(fields, 'state', ['open', 'closed']) ?? undefined,
    stateReason: readWord<StateReason>(fields, 'state_reason', stateReasons),
    labels: readNames(fields, 'labels'),
    assignees: readLogins(fields),
  };
}

export function parseCommentBody(body: unknown): string {
  const text = readText(parseFields(body), 'body');
  if (typeof text === 'string') return text;
  throw new Refusal(422, 'Invalid request.\n\n"body" wasn\'t supplied.');
}

export function parseLabelDraft(body: unknown): LabelDraft {
  const fields = parseFields(body);
  const name = readText(fields, 'name');
  if (typeof name !== 'string') throw new Refusal(422, 'Invalid request.\n\n"name" wasn\'t supplied.');
  return { name, color: readText(fields, 'color') ?? undefined, description: readText(fields, 'description') };
}

/** Both forms that GitHub takes: `{"labels": ["a"]}` and `["a"]`. */
export function parseLabelNames(body: unknown): readonly string[] {
  const fields = Array.isArray(body) ? { labels: body } : parseFields(body ?? {});
  return readNames(fields, 'labels') ?? [];
}

export function parseReaction(body: unknown): ReactionContent {
  const content = readWord<ReactionContent>(parseFields(body), 'content', reactionContents);
  if (content) return content;
  throw refuseInvalid({ resource: 'Reaction', field: 'content', code: 'invalid' });
}

export function parseLockReason(body: unknown): string | null {
  return readText(parseFields(body ?? {}), 'lock_reason') ?? null;
}

/** The JSON text of a request; undefined for an empty one, 400 for anything else. */
export function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'Problems parsing JSON');
  }
}

export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseFields(body: unknown): Fields {
  if (isRecord(body)) return body;
  throw new Refusal(400, 'Body should be a JSON object');
}

/** An integer is a title too, says GitHub's schema. */
function readTitle(fields: Fields): string | undefined {
  const title = fields['title'];
  return typeof title === 'number' ? String(title) : (readText(fields, 'title') ?? undefined);
}

function readText(fields: Fields, name: string): string | null | undefined {
  const value = fields[name];
  if (value === undefined || value === null || typeof value === 'string') return value;
  throw refuseType(name, value, 'a string');
}

function readWord<Word extends string>(fields: Fields, name: string, words: readonly Word[]): Word | null | undefined {
  const text = readText(fields, name);
  if (text === undefined || text === null) return text;
  const word = words.find((candidate) => candidate === text);
  if (word !== undefined) return word;
  throw new Refusal(422, `Invalid request.\n\n${text} is not a member of ${JSON.stringify(words)}.`);
}

function readNames(fields: Fields, name: string): readonly string[] | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw refuseType(name, value, 'an array');
  return value.map((item: unknown) => {
    const text = isRecord(item) ? item['name'] : item;
    if (typeof text === 'string') return text;
    throw refuseType(name, item, 'a string');
  });
}

function readLogins(fields: Fields): readonly string[] | undefined {
  const assignee = readText(fields, 'assignee');
  return readNames(fields, 'assignees') ?? (typeof assignee === 'string' ? [assignee] : undefined);
}

function refuseType(name: string, value: unknown, wanted: string): Refusal {
  return new Refusal(422, `Invalid request.\n\nFor 'properties/${name}', ${JSON.stringify(value)} is not ${wanted}.`);
}
