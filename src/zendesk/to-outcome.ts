import type { Attempt } from './attempt.ts';
import { conceal, oneLine } from './one-line.ts';
import type { RequestFailure, RequestOutcome } from './outcome.ts';
import { errorText } from './parse.ts';
import { isPassing } from './retry.ts';

/** The last try of a request as the value that callers decide on; no secret survives into a reason. */
export function toRequestOutcome(result: Attempt, secrets: Iterable<string>): RequestOutcome {
  if (result.type === 'broken') {
    const reason = conceal(result.reason, secrets);
    return result.code === 'ENOTFOUND'
      ? { type: 'elsewhere', reason: 'there is no such host' }
      : { type: 'unavailable', reason };
  }
  const { status, body } = result;
  if (status >= 300 && status < 400) return redirected(result.headers);
  const text = conceal(body.type === 'json' ? errorText(body.value) : body.reason, secrets);
  const reason = oneLine(text);
  if (isPassing(status)) return { type: 'unavailable', reason: `${status} ${reason}` };
  if (status >= 400) return { type: 'refused', status, reason, body: body.type === 'json' ? body.value : undefined };
  // The answer to a DELETE, and to what is only accepted for later.
  if (status === 204 || status === 202) return { type: 'answered', body: undefined };
  return body.type === 'json' ? { type: 'answered', body: body.value } : { type: 'nonsense', reason };
}

function redirected(headers: Headers): RequestFailure {
  const location = headers.get('location') ?? '';
  const host = URL.canParse(location) ? new URL(location).host : 'another path';
  return { type: 'elsewhere', reason: `it redirects to ${oneLine(host, 80)}, and redirects are not followed` };
}
