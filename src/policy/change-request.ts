import { Temporal } from 'temporal-polyfill';
import { isPathSafeId, type ObjectKey, objectKey } from '#drift/object-key.ts';
import type { RequestTerms } from '#drift/request.ts';
import { secondsBetween, toUtcTime, type UtcTime } from '#drift/time.ts';
import { canonicalText, isObject, type JsonObject } from '#json.ts';
import { findKind } from '#kinds/registry.ts';

/** What a request names in its list of objects; titles and bare ids have to be looked up. */
export type Wanted =
  | { readonly type: 'object'; readonly object: ObjectKey }
  | { readonly type: 'id'; readonly id: string }
  | { readonly type: 'title'; readonly title: string };

/** The form of a change request (.github/ISSUE_TEMPLATE/change-request.yml) as somebody filled it in. */
export interface RequestForm {
  readonly wanted: readonly Wanted[];
  readonly actors: readonly string[];
  readonly from: UtcTime;
  readonly to: UtcTime;
  readonly uses: 'once' | 'many';
  /** Snapshot text and the id that it names, null where any content is allowed. */
  readonly expected: { readonly id: string; readonly text: string } | null;
}

export type ParsedForm =
  | { readonly type: 'form'; readonly form: RequestForm }
  /** All that is wrong with it, in words that hold nothing of the hostile text. */
  | { readonly type: 'unusable'; readonly problems: readonly string[] };

const headings = ['Objects', 'Who', 'From', 'To', 'Uses', 'Plan', 'Expected snapshot'] as const;
type Heading = (typeof headings)[number];

const limits = { objects: 200, actors: 50, windowSeconds: 31 * 24 * 3600 };

/** Reads the body of a request. It is hostile: nothing in it counts that the read-back does not show (SEMANTICS 8). */
export function parseRequestForm(body: string): ParsedForm {
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
  const expected = parseExpected(textOf('Expected snapshot'), problems);
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
    if (sections.has(heading)) problems.push(`the heading "${heading}" stands there twice`);
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
    problems.push(`"Objects" must name 1 to ${limits.objects} objects, one a line`);
    return [];
  }
  return lines.map((line): Wanted => {
    const [, kind = '', id = ''] = /^([a-z_-]+)\/(\S+)$/.exec(line) ?? [];
    if (findKind(kind) && isPathSafeId(id)) return { type: 'object', object: objectKey(kind, id) };
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
  if (seconds > limits.windowSeconds) problems.push('the window may be 31 days long at most');
}

function parseExpected(text: string, problems: string[]): RequestForm['expected'] {
  const [, inner = text] = /^`{3,}[a-z]*\n([\s\S]*?)\n`{3,}$/.exec(text) ?? [];
  if (inner.trim() === '') return null;
  try {
    const value: unknown = JSON.parse(inner);
    const whole: JsonObject = isObject(value) ? JSON.parse(inner) : {};
    const { id } = whole;
    if (typeof id === 'number' || typeof id === 'string') return { id: String(id), text: canonicalText(whole) };
  } catch {
    // Said below: what is wrong with somebody's JSON is not worth a parser's words.
  }
  problems.push('"Expected snapshot" must be the whole snapshot file of one object');
  return null;
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
