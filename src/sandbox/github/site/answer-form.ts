import type { Issue } from '#sandbox/github/model/entities.ts';
import { toPerson } from '#sandbox/github/model/person.ts';
import { Refusal } from '#sandbox/github/model/refusal.ts';
import type { Store } from '#sandbox/github/model/store.ts';
import type { Draft } from './issue-page.ts';

/** What came of the form: where to go on, or the form once more with the reason. */
export type Posted =
  | { readonly type: 'posted'; readonly anchor: string }
  | { readonly type: 'refused'; readonly draft: Draft };

/** Comments, closes and reopens as the chosen person, under that person's rights. */
export function postAnswer(store: Store, issue: Issue, fields: URLSearchParams): Posted {
  const login = fields.get('login') ?? '';
  // Browsers send line ends as CR LF; GitHub keeps what a person typed.
  const body = (fields.get('body') ?? '').replaceAll('\r\n', '\n');
  try {
    if (store.users.get(login.toLowerCase())?.type !== 'User') throw new Refusal(422, 'Choose who comments.');
    const person = toPerson(store, login);
    const action = fields.get('action');
    const comment = action === 'comment' || body.trim() !== '' ? person.comment(issue.number, body) : undefined;
    if (action === 'close') person.closeIssue(issue.number);
    if (action === 'reopen') person.reopen(issue.number);
    return { type: 'posted', anchor: comment === undefined ? 'answer' : `issuecomment-${comment.id}` };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const refusal = error.errors[0]?.message ?? error.message;
    return { type: 'refused', draft: { login, body, refusal } };
  }
}
