import type { Json, JsonObject } from './json.ts';
import type { Problem } from './rule.ts';

/** What goes back over the wire. Text bodies are sent as they are, anything else as JSON. */
export type Answer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Json | string;
};

export function toAnswer(body: Json, status = 200): Answer {
  return { status, body };
}

export const noContent: Answer = { status: 204 };

/** Recorded for PUT and DELETE of an unknown business rule. */
export const recordNotFound: Answer = {
  status: 404,
  body: { error: 'RecordNotFound', description: 'Not found' },
};

export const invalidEndpoint: Answer = { status: 404, body: { error: 'InvalidEndpoint', description: 'Not found' } };

export const unauthenticated: Answer = { status: 401, body: { error: "Couldn't authenticate you" } };

/** Also what an account without the plan for an endpoint says. */
export const noAccess: Answer = {
  status: 403,
  body: {
    error: {
      title: 'Forbidden',
      message:
        'You do not have access to this page. Please contact the account owner of this help desk for further help.',
    },
  },
};

export function missingScope(scope: string): Answer {
  const description = `You are missing the following required scopes: ${scope}`;
  return { status: 403, body: { error: 'Forbidden', description } };
}

export function invalidAttribute(message: string): Answer {
  return { status: 400, body: { error: { title: 'Invalid attribute', message } } };
}

export function notAnInteger(parameter: string, endpoint: string): Answer {
  const invalid = `Invalid parameter: ${parameter} must be an integer from api/v2/${endpoint}`;
  return invalidAttribute(`You passed an invalid value for the ${parameter} attribute. ${invalid}`);
}

/** The style of the newer endpoints: pagination, trigger categories, webhooks. */
export function codedErrors(status: number, code: string, title: string): Answer {
  return { status, body: { errors: [{ code, title }] } };
}

export function invalidRecord(problems: readonly Problem[]): Answer {
  const details: Record<string, JsonObject[]> = {};
  for (const { field, description, error } of problems) {
    details[field] = [...(details[field] ?? []), { description, error }];
  }
  return { status: 422, body: { error: 'RecordInvalid', description: 'Record validation errors', details } };
}
