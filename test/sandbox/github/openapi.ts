import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import ajvFormats from 'ajv-formats';

/** GitHub's own description of its API, kept beside the repository and never in it. */
const file = fileURLToPath(new URL('../../../../shared/data/github-oas-subset.json', import.meta.url));

export const hasOpenApi = existsSync(file);

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Fields = { readonly [key: string]: Json };

type Operation = {
  readonly method: string;
  readonly path: string;
  readonly pattern: RegExp;
  readonly responses: Fields;
};

/** Errors whose schema GitHub leaves out of an operation, though it answers so. */
const undocumented: ReadonlySet<string> = new Set([
  'POST /repos/{owner}/{repo}/issues 401', // a wrong token is a 401 everywhere, and described almost nowhere
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id} 403', // neither is a missing permission
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id} 404',
  'POST /repos/{owner}/{repo}/issues/{issue_number}/labels 403',
  'POST /repos/{owner}/{repo}/labels 403',
]);

export type Checker = {
  /** What is wrong with an answer, in words; undefined where it is right or where GitHub describes no such operation. */
  readonly findFault: (method: string, path: string, status: number, body: unknown) => string | undefined;
  /** `GET /user 403` for each answer that was held against a schema. */
  readonly checked: ReadonlySet<string>;
};

export function openChecker(): Checker {
  const document = toFields(JSON.parse(readFileSync(file, 'utf8')));
  const ajv = new Ajv({ strict: false, allErrors: true });
  ajvFormats.default(ajv);
  ajv.addFormat('repo.nwo', /^[^/\s]+\/[^/\s]+$/);
  ajv.addFormat('timestamp', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  ajv.addSchema({ $id: 'github', ...toFields(openNullable(document)) });
  const operations = toOperations(document);
  const validators = new Map<string, ValidateFunction>();
  const checked = new Set<string>();
  return {
    checked,
    findFault: (method, path, status, body) => {
      const operation = operations.find((candidate) => candidate.method === method && candidate.pattern.test(path));
      if (operation === undefined) return undefined;
      const name = `${method} ${operation.path} ${status}`;
      const response = operation.responses[String(status)];
      if (response === undefined) return undocumented.has(name) ? undefined : `${name} is not in GitHub's description`;
      checked.add(name);
      const reference = toReference(operation, status, toFields(response), document);
      if (reference === undefined) return body === '' ? undefined : `${name} has a body`;
      const validate = validators.get(reference) ?? ajv.compile({ $ref: reference });
      validators.set(reference, validate);
      return validate(body) ? undefined : `${name}: ${ajv.errorsText(validate.errors)}`;
    },
  };
}

function toOperations(document: Fields): readonly Operation[] {
  const operations = Object.entries(toFields(document['paths'])).flatMap(([path, methods]) =>
    Object.entries(toFields(methods)).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      pattern: new RegExp(`^${path.replace(/\{(path)\}/, '.+').replace(/\{\w+\}/g, '[^/]+')}$`),
      responses: toFields(toFields(operation)['responses']),
    })),
  );
  // Literal paths first: `/issues/comments` is no `/issues/{issue_number}`.
  return operations.sort((a, b) => a.path.split('{').length - b.path.split('{').length);
}

function toReference(operation: Operation, status: number, response: Fields, document: Fields): string | undefined {
  const shared = response['$ref'];
  const toPointer = (part: string): string => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
  const parts =
    typeof shared === 'string'
      ? shared.slice(2).split('/')
      : ['paths', operation.path, operation.method.toLowerCase(), 'responses', String(status)];
  const target = parts.reduce<Fields>((at, part) => toFields(at[part]), document);
  if (target['content'] === undefined) return undefined;
  return `github#/${[...parts, 'content', 'application/json', 'schema'].map(toPointer).join('/')}`;
}

/** Where `nullable` stands without a type, or beside an enum without null, ajv needs it written out. */
function openNullable(value: Json): Json {
  if (Array.isArray(value)) return value.map(openNullable);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.fromEntries(Object.entries(toFields(value)).map(([key, item]) => [key, openNullable(item)]));
  if (fields['nullable'] !== true || (typeof fields['type'] === 'string' && fields['enum'] === undefined))
    return fields;
  const { nullable: _, ...rest } = fields;
  return { anyOf: [rest, { type: 'null' }] };
}

function toFields(value: Json | undefined): Fields {
  if (isFields(value)) return value;
  throw new TypeError(`Not an object: ${JSON.stringify(value)?.slice(0, 80)}`);
}

function isFields(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
