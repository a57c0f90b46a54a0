import { type Redaction, redactText } from '#core/snapshot/redact.ts';
import { ZendriftError } from '#errors.ts';

/** An error as it may be shown: its values hold Zendesk's own words of refusal. */
export function redactFailure(error: unknown, redaction: Redaction): unknown {
  if (!(error instanceof ZendriftError)) return error;
  const values = Object.entries(error.values).map(([name, value]) => [
    name,
    typeof value === 'string' ? redactText(value, redaction) : value,
  ]);
  return new ZendriftError(error.code, Object.fromEntries(values), error.cause);
}
