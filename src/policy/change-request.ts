import { Temporal } from 'temporal-polyfill';
import type { RequestTerms } from '#core/commit/commit-facts.ts';
import { isObjectKey, kindOf, type ObjectKey } from '#core/object-key.ts';
import { secondsBetween, toUtcTime, type UtcTime } from '#core/time.ts';
import { canonicalText, isObject } from '#json.ts';
import { findKind } from '#kinds/registry.ts';

/** What a request names in its list of objects; titles and bare ids have to be looked up. */
export type Wanted =
  | { readonly type: 'object'; readonly object: ObjectKey }
  | { readonly type: 'id'; readonly id: string }
  | { readonly type: 'title'; readonly title: string };

/** What the objects must look like afterwards. */
export type Expected =
  /** A snapshot file, with the id that it names. Hostile. */
  | { readonly type: 'snapshot'; readonly id: string; readonly text: string }
  /** The snapshot files at the head of a pull request of this repository. */
  | { readonly type: 'pull-request'; readonly number: number };

/** The form of a change request (.github/ISSUE_TEMPLATE/change-request.yml) as someone filled it in. */
export interface RequestForm {
  readonly wanted: readonly Wanted[];
  readonly actors: readonly string[];
  readonly from: UtcTime;
  readonly to: UtcTime;
  readonly uses: 'once' | 'many';
  /** Null where any content is allowed. */
  readonly expected: Expected | null;
}

export type ParsedForm =
  | { readonly type: 'form'; readonly form: RequestForm }
  /** All that is wrong with it, in words that hold nothing of the hostile text. */
  | { readonly type: 'unusable'; readonly problems: readonly string[] };

const headings = ['Objects', 'Who', 'From', 'To', 'Uses', 'Plan', 'Expected snapshot'] as const;
type Heading = (typeof headings)[number];

const limits = { objects: 200, actors: 50, windowSeconds: 31 * 24 * 3600 };

/**
 * Reads the body of a request, which is hostile: only what the read-back shows counts (docs/semantics.md, Change
 * requests). `webUrl` = `https://github.com/acme/zendesk-config`.
 */
export function parseRequestForm(body: string, webUrl: string): ParsedForm {
  const problems: string[] = [];
  const sections = toSections(body, problems);
  const textOf = (heading: Heading): string => {
    const text = sections.get(heading)?.join('\n').trim() ?? '';
    return text === '_No response_' ? '' : text;
  };
  const wanted = parseWanted(textOf('Objects'), problems);
  const actors = [
    ...new Set(
      textOf('Who')
        .split(/[\s,;]+/)
        .filter((word) => word !== ''),
    ),
  ];
  if (actors.length === 0 || actors.length > limits.actors || !actors.every((id) => /^\d{1,32}$/.test(id))) {
    problems.push(`"Who" must be 1 to ${limits.actors} Zendesk user ids, separated by commas`);
  }
  const from = parseTime(textOf('From'), 'From', problems);
  const to = parseTime(textOf('To'), 'To', problems);
  if (from !== null && to !== null) checkWindow(from, to, problems);
  const uses = /^(?:any|many)/i.test(textOf('Uses')) ? 'many' : 'once';
  const expected = parseExpected(textOf('Expected snapshot'), webUrl, problems);
  if (problems.length > 0 || from === null || to === null) return { type: 'unusable', problems };
  return { type: 'form', form: { wanted, actors, from, to, uses, expected } };
}

/** Lines below each heading. One that stands there twice could say two things, so then nothing is believed. */
function toSections(body: string, problems: string[]): ReadonlyMap<Heading, readonly string[]> {
  const sections = new Map<Heading, string[]>();
  let lines: string[] | null = null;
  for (const line of body.split(/\r\n|\r|\n/)) {
    const heading = headings.find((one) => line.trimEnd() === `### ${one}`);
    if (heading === undefined) {
      lines?.push(line);
      continue;
    }
    if (sections.has(heading)) problems.push(`the heading "${heading}" appears twice`);
    lines = [];
    sections.set(heading, lines);
  }
  return sections;
}

function parseWanted(text: string, problems: string[]): readonly Wanted[] {
  const lines = text
    .split('\n')
    .map((line) => line.replace(/^\s*(?:[-*]\s+)?/, '').trim())
    .filter((line) => line !== '');
  if (lines.length === 0 || lines.length > limits.objects) {
    problems.push(`"Objects" must name 1 to ${limits.objects} objects, one per line`);
    return [];
  }
  return lines.map((line): Wanted => {
    if (isObjectKey(line) && findKind(kindOf(line))) return { type: 'object', object: line };
    return /^\d{1,40}$/.test(line) ? { type: 'id', id: line } : { type: 'title', title: line };
  });
}

function parseTime(text: string, name: string, problems: string[]): UtcTime | null {
  try {
    return toUtcTime(Temporal.Instant.from(text.replace(' ', 'T')).epochMilliseconds);
  } catch {
    problems.push(`"${name}" must be a time with its offset from UTC, such as 2026-11-24T18:00+01:00`);
    return null;
  }
}

function checkWindow(from: UtcTime, to: UtcTime, problems: string[]): void {
  const seconds = secondsBetween(from, to);
  if (seconds <= 0) problems.push('"To" must be later than "From"');
  if (seconds > limits.windowSeconds) problems.push('the window must be at most 31 days long');
}

/** The form puts it into a fence, also where it is empty. */
function parseExpected(fenced: string, webUrl: string, problems: string[]): Expected | null {
  const [, inner = fenced] = /^`{3,}[a-z]*\n([\s\S]*?)\n`{3,}$/.exec(fenced) ?? [];
  const text = inner.trim();
  if (text === '' || text === '_No response_') return null;
  const number = parsePullRequest(text, webUrl);
  if (number !== null) return { type: 'pull-request', number };
  const id = readId(text);
  if (id !== null) return { type: 'snapshot', id, text };
  problems.push('"Expected snapshot" must be a whole snapshot file, or a pull request of this repository such as #5');
  return null;
}

/** `#5`, or the address of any of its pages. */
function parsePullRequest(text: string, webUrl: string): number | null {
  const address = `${webUrl}/pull/`;
  const isAddress = text.toLowerCase().startsWith(address.toLowerCase());
  const [, digits] = /^([1-9]\d{0,8})(?:[/?#]\S*)?$/.exec(isAddress ? text.slice(address.length) : '') ?? [];
  const [, short = digits] = /^#([1-9]\d{0,8})$/.exec(text) ?? [];
  return short === undefined ? null : Number(short);
}

function readId(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    const id = isObject(value) ? value['id'] : null;
    return typeof id === 'number' || typeof id === 'string' ? String(id) : null;
  } catch {
    // What is wrong with someone's JSON is not worth a parser's words.
    return null;
  }
}

/** The one text for equal terms: its hash is what an approval is bound to. */
export const termsText = (terms: RequestTerms): string =>
  canonicalText({
    actors: [...terms.actors].sort(),
    objects: [...terms.objects].sort(),
    from: terms.from,
    to: terms.to,
    uses: terms.uses,
    expected: Object.fromEntries(terms.expected),
  });
