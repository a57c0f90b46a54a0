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

export function refuseInvalid(...errors: readonly FieldError[]): Refusal {
  return new Refusal(422, 'Validation Failed', errors);
}

export function refuseUnknown(): Refusal {
  return new Refusal(404, 'Not Found');
}
