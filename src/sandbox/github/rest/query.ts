import { refuseInvalid } from '#sandbox/github/model/refusal.ts';

/** One of GitHub's words for a list parameter, the first one where it is left out; 422 for anything else. */
export function readChoice<Word extends string>(
  query: URLSearchParams,
  name: string,
  words: readonly [Word, ...Word[]],
): Word {
  const text = query.get(name);
  if (text === null || text === '') return words[0];
  const word = words.find((candidate) => candidate === text);
  if (word !== undefined) return word;
  throw refuseInvalid({ resource: 'Issue', field: name, code: 'invalid', value: text });
}

/** Whether a time is not before `since`, which GitHub compares with `updated_at`. */
export function isSince(query: URLSearchParams, time: string): boolean {
  const since = query.get('since');
  if (since === null) return true;
  const from = Date.parse(since);
  if (Number.isNaN(from)) throw refuseInvalid({ resource: 'Issue', field: 'since', code: 'invalid', value: since });
  return Date.parse(time) >= from;
}
