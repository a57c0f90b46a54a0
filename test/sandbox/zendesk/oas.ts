import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { isList, isObject, type Json, type JsonObject } from '#sandbox/zendesk/json.ts';
import { parseJson } from '#sandbox/zendesk/parse.ts';

const file = fileURLToPath(new URL('../../../../shared/data/zendesk-oas.yaml', import.meta.url));

/** Whether Zendesk's own API description lies beside the repository; it is never part of it. */
export const hasApiDescription = existsSync(file);

export type Conformance = {
  /** The documented path that an actual one belongs to, or null. */
  readonly pathOf: (method: string, path: string) => string | null;
  /** What is wrong with an answer, as ajv says it; an undocumented status is one problem. */
  readonly problemsOf: (method: string, template: string, status: number, body: Json) => readonly ErrorObject[];
};

export function openConformance(): Conformance {
  const document = toJsonSchema(parseJson(JSON.stringify(parse(readFileSync(file, 'utf8')))) ?? null);
  const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false, logger: false });
  addFormats.default(ajv);
  ajv.addSchema(isObject(document) ? { ...document } : {}, 'zendesk');
  const paths = isObject(document) && isObject(document['paths']) ? document['paths'] : {};
  const compiled = new Map<string, ValidateFunction>();
  return {
    pathOf: (method, path) => {
      const found = Object.keys(paths).filter((template) => {
        const pattern = template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]*\}/g, '[^/]+');
        const methods = paths[template];
        return new RegExp(`^${pattern}$`).test(path) && isObject(methods) && method.toLowerCase() in methods;
      });
      return found.sort((left, right) => left.split('{').length - right.split('{').length)[0] ?? null;
    },
    problemsOf: (method, template, status, body) => {
      const steps = [
        'paths',
        template,
        method.toLowerCase(),
        'responses',
        String(status),
        'content',
        'application/json',
        'schema',
      ];
      const pointer = steps.map((step) => step.replace(/~/g, '~0').replace(/\//g, '~1')).join('/');
      const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `zendesk#/${encodeURI(pointer)}` });
      compiled.set(pointer, validate);
      return validate(body) ? [] : [...(validate.errors ?? [])];
    },
  };
}

/** OpenAPI 3.0 knows `nullable` without `type`; JSON Schema says the same with a union. */
function toJsonSchema(value: Json): Json {
  if (isList(value)) return value.map(toJsonSchema);
  if (!isObject(value)) return value;
  const schema = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, toJsonSchema(part)]));
  if (schema['nullable'] !== true || 'type' in schema) return schema;
  const { nullable: _nullable, ...rest } = schema;
  const union: JsonObject = { anyOf: [rest, { type: 'null' }] };
  return union;
}
