import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

type Fields = { readonly [key: string]: unknown };

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const fields = (value: unknown): Fields => (isFields(value) ? value : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export interface SentRequest {
  readonly method: string;
  /** Below the base of the API, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Parsed; undefined for none. */
  readonly body: unknown;
}

interface Operation {
  readonly name: string;
  readonly method: string;
  readonly pattern: RegExp;
  /** Names and schemas of the query, empty where the description lists none. */
  readonly query: ReadonlyMap<string, Fields>;
  readonly body: Fields | null;
}

export interface RequestChecker {
  /** What is wrong with a request, in words; undefined where the description allows it. */
  readonly findFault: (request: SentRequest) => string | undefined;
  /** Operations that were held against the description. */
  readonly checked: ReadonlySet<string>;
}

/**
 * Holds requests against an OpenAPI 3.0 description: path, method, query and body. `whole` = an operation without any query
 * in it has none; Zendesk's leaves out the pages of many.
 */
export function openRequestChecker(description: unknown, { whole = false } = {}): RequestChecker {
  const document = fields(openNullable(description));
  const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false, logger: false });
  addFormats.default(ajv);
  ajv.addSchema({ ...document }, 'api');
  const operations = toOperations(document);
  const validators = new Map<string, ValidateFunction>();
  const checked = new Set<string>();

  const validate = (operation: Operation, body: unknown): string | undefined => {
    if (operation.body === null) return 'has a body, and none is described';
    const known = listProperties(document, operation.body);
    const unknown = Object.keys(fields(body)).filter((name) => known.size > 0 && !known.has(name));
    if (unknown.length > 0) return `sends ${unknown.join(', ')}, which is not described`;
    const made = validators.get(operation.name) ?? ajv.compile(withReferences(operation.body));
    validators.set(operation.name, made);
    return made(body) ? undefined : `sends a body that does not fit: ${ajv.errorsText(made.errors)}`;
  };

  return {
    checked,
    findFault: ({ method, path, query, body }) => {
      const operation = operations.find((one) => one.method === method && one.pattern.test(path));
      if (operation === undefined) return `${method} ${path} is not described`;
      checked.add(operation.name);
      const faults = [
        ...[...query].flatMap(([name, value]) => findQueryFault(operation, name, value, whole)),
        ...(body === undefined ? [] : [validate(operation, body) ?? '']),
      ].filter((fault) => fault !== '');
      return faults.length === 0 ? undefined : `${operation.name} ${faults.join('; ')}`;
    },
  };
}

/** `filter[x][]=1` is described as `filter[x]`, `page[size]=100` as `page`. */
function findQueryFault({ query }: Operation, name: string, value: string, whole: boolean): readonly string[] {
  if (query.size === 0 && !whole) return [];
  const plain = name.replace(/\[\]$/, '');
  const schema = query.get(plain) ?? query.get(plain.replace(/\[\w+\]$/, ''));
  if (schema === undefined) return [`asks with ${name}, which is not described`];
  const { enum: values, type } = schema;
  if (Array.isArray(values) && !values.includes(value)) return [`asks with ${name}=${value}, which is no such value`];
  return type === 'integer' && !/^\d+$/.test(value) ? [`asks with ${name}=${value}, which is no whole number`] : [];
}

function toOperations(document: Fields): readonly Operation[] {
  const operations = Object.entries(fields(document['paths'])).flatMap(([path, entry]) =>
    Object.entries(fields(entry))
      .filter(([method]) => /^(?:get|post|put|patch|delete)$/.test(method))
      .map(([method, operation]) => toOperation(document, path, fields(entry), method, fields(operation))),
  );
  // Literal paths first: `/issues/comments` is no `/issues/{issue_number}`.
  return operations.sort((a, b) => a.name.split('{').length - b.name.split('{').length);
}

function toOperation(document: Fields, path: string, entry: Fields, method: string, operation: Fields): Operation {
  const parameters = [...listOf(entry['parameters']), ...listOf(operation['parameters'])].map((one) =>
    resolve(document, one),
  );
  const asked = parameters.filter((one) => one['in'] === 'query');
  const content = fields(resolve(document, operation['requestBody'])['content']);
  const schema = fields(content['application/json'])['schema'];
  const pattern = path
    .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
    .replace(/\{\w+_number\}/g, '\\d+')
    .replace(/\{[^}]*\}/g, '[^/]+');
  return {
    name: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    pattern: new RegExp(`^${pattern}$`),
    query: new Map(asked.map((one) => [String(one['name']), resolve(document, one['schema'])])),
    body: isFields(schema) ? schema : null,
  };
}

function resolve(document: Fields, value: unknown): Fields {
  const reference = fields(value)['$ref'];
  if (typeof reference !== 'string') return fields(value);
  const parts = reference.slice(2).split('/');
  return resolve(
    document,
    parts.reduce<unknown>((at, part) => fields(at)[part], document),
  );
}

/** Names of the properties of a schema and of what it is made of; empty where it does not say. */
function listProperties(document: Fields, schema: unknown): ReadonlySet<string> {
  const own = resolve(document, schema);
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((name) => listOf(own[name]));
  return new Set([
    ...Object.keys(fields(own['properties'])),
    ...parts.flatMap((part) => [...listProperties(document, part)]),
  ]);
}

/** A schema on its own: its references lead into the description. */
function withReferences(value: unknown): Fields {
  return JSON.parse(JSON.stringify(value).replaceAll('"$ref":"#/', '"$ref":"api#/'));
}

/** OpenAPI 3.0 knows `nullable` without `type`; JSON Schema says the same with a union. */
function openNullable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(openNullable);
  if (!isFields(value)) return value;
  const schema: Fields = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, openNullable(part)]));
  if (schema['nullable'] !== true || ('type' in schema && schema['enum'] === undefined)) return schema;
  const { nullable: _, ...rest } = schema;
  return { anyOf: [rest, { type: 'null' }] };
}
