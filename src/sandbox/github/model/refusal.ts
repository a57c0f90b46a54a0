/** One entry of GitHub's `errors` list. */
export type FieldError = {
  readonly resource: string;
  readonly field: string;
  readonly code: string;
  readonly message?: string;
  readonly value?: string;
};

/** Stops one request with GitHub's own status and words; the server turns it into the answer. */
export class Refusal extends Error {
  readonly status: number;
  readonly errors: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    errors: readonly FieldError[] = [],
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.errors = errors;
    this.headers = headers;
  }
}

/** GraphQL refuses with status 200. */
export class GraphqlRefusal extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.name = 'GraphqlRefusal';
    this.type = type;
  }
}

export function refuseInvalid(...errors: readonly FieldError[]): Refusal {
  return new Refusal(422, 'Validation Failed', errors);
}

export function refuseUnknown(): Refusal {
  return new Refusal(404, 'Not Found');
}

export type RefusalStatus = 403 | 404 | 410 | 422;

/** How GitHub words the refusal of one issue. */
export function toIssueRefusal(status: RefusalStatus): Refusal {
  switch (status) {
    case 403:
      return new Refusal(403, 'You are not allowed to change this issue');
    case 404:
      return refuseUnknown();
    case 410:
      return new Refusal(410, 'This issue was deleted');
    case 422:
      return refuseInvalid({
        resource: 'Issue',
        field: 'base',
        code: 'custom',
        message: 'This issue cannot be changed',
      });
  }
}
