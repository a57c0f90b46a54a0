import { ZendriftError } from '#errors.ts';
import type { Signature } from '#ports.ts';
import { withoutInvisible } from '#text.ts';

// What git itself strips from both ends of a name (`strbuf_addstr_without_crud` in its ident.c). A name of nothing
// else is refused by git and by servers that check objects, for ever, so it gets a fallback here.
const edges = /^[\s.,:;<>"\\']+|[\s.,:;<>"\\']+$/gu;
const longest = 200;

const clean = (text: string): string =>
  [...withoutInvisible(text).replace(/[<>]/g, ' ').replace(/\s+/gu, ' ').replace(edges, '')]
    .slice(0, longest)
    .join('')
    .replace(edges, '');

/** A name that git keeps as it is: no `<>`, no control or invisible characters, at most 200 characters, never empty. */
export const cleanName = (name: string): string => clean(name) || 'unknown';

/** An address that git keeps as it is; spaces go too. May be empty. */
export const cleanEmail = (email: string): string => clean(email.replace(/\s+/gu, '')).replace(/\s+/gu, '');

/** `Jane Doe <jane@example.com> 1763806933 +0000`, as it stands in a commit object. */
export function renderIdentity({ name, email, time }: Signature): string {
  const seconds = Math.floor(Date.parse(time) / 1000);
  if (!Number.isSafeInteger(seconds)) {
    throw new ZendriftError('git-failed', { command: 'fast-import', reason: `${JSON.stringify(time)} is no time` });
  }
  return `${cleanName(name)} <${cleanEmail(email)}> ${Math.max(0, seconds)} +0000`;
}
