import type { Written } from '#ports.ts';
import type { WriteRequest, ZendeskClient } from './client.ts';
import { oneLine } from './one-line.ts';
import { describeFailure, type RequestOutcome } from './outcome.ts';
import { field, saysNotFound, textField } from './parse.ts';

/** Sends one write and says what became of it. `idOf` reads the id of what was created out of the answer. */
export async function sendWrite(
  client: ZendeskClient,
  request: WriteRequest,
  idOf: (body: unknown) => string | null = () => null,
): Promise<Written> {
  return toWritten(await client.write(request), idOf);
}

function toWritten(outcome: RequestOutcome, idOf: (body: unknown) => string | null): Written {
  switch (outcome.type) {
    case 'answered':
      // A batch job answers 200 or 400 and says in its status what it did.
      return textField(outcome.body, 'status') === 'failed'
        ? { type: 'refused', status: 200, reason: refusalText(outcome.body, 'the job failed') }
        : { type: 'done', id: idOf(outcome.body) };
    case 'refused':
      if (outcome.status === 404 && saysNotFound(outcome.body)) return { type: 'gone' };
      return { type: 'refused', status: outcome.status, reason: refusalText(outcome.body, outcome.reason) };
    case 'elsewhere':
      return { type: 'refused', status: 0, reason: outcome.reason };
    case 'nonsense':
    case 'unavailable':
      return { type: 'unknown', reason: describeFailure(outcome) };
  }
}

/** What a 422 holds against each field (`details.title[0].description`) says more than its "Record validation errors". */
function refusalText(body: unknown, otherwise: string): string {
  const details = field(body, 'details');
  const lists = typeof details === 'object' && details !== null ? Object.values(details) : [];
  const found = lists
    .flatMap((list: unknown) => (Array.isArray(list) ? list : []))
    .flatMap((item: unknown) => textField(item, 'description') ?? []);
  return found.length === 0 ? otherwise : oneLine(found.join('; '));
}
