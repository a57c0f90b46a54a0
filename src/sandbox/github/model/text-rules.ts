import { type FieldError, refuseInvalid } from './refusal.ts';
import type { Limits } from './store.ts';

type Texts = { readonly title?: string | undefined; readonly body?: string | null | undefined };

/**
 * Refuses issue text that GitHub would refuse. Lengths count code points, as GitHub's message does
 * ("maximum is 65536 characters"); GitHub has been measured to take up to 262,144 bytes, the documented limit is kept.
 */
export function checkIssueText(limits: Limits, texts: Texts): void {
  const errors: FieldError[] = [];
  if (texts.title !== undefined) {
    if (texts.title.trim() === '') errors.push({ resource: 'Issue', field: 'title', code: 'missing_field' });
    if (isLonger(texts.title, limits.title)) errors.push(tooLong('title', limits.title));
    if (texts.title.includes('\0')) errors.push(notText('title'));
  }
  if (typeof texts.body === 'string') {
    if (isLonger(texts.body, limits.body)) errors.push(tooLong('body', limits.body));
    if (texts.body.includes('\0')) errors.push(notText('body'));
  }
  if (errors.length > 0) throw refuseInvalid(...errors);
}

/** Comments are refused with other words than issues are. */
export function checkCommentText(limits: Limits, body: string): void {
  const about = { resource: 'IssueComment', field: 'data', code: 'unprocessable' };
  if (isLonger(body, limits.body)) {
    throw refuseInvalid({ ...about, message: `Body is too long (maximum is ${limits.body} characters)` });
  }
  if (body.includes('\0')) throw refuseInvalid({ ...about, message: 'Body contains invalid characters' });
  if (body.trim() === '') throw refuseInvalid({ ...about, message: "Body can't be blank" });
}

export function isLonger(text: string, limit: number): boolean {
  return text.length > limit && [...text].length > limit;
}

function tooLong(field: string, limit: number): FieldError {
  const message = `${field} is too long (maximum is ${limit} characters)`;
  return { resource: 'Issue', field, code: 'custom', message };
}

function notText(field: string): FieldError {
  return { resource: 'Issue', field, code: 'custom', message: `${field} contains invalid characters` };
}
