import * as z from 'zod';
import { configSchema } from '#config/schema.ts';

/** A node of the generated JSON Schema, as far as the tests and the table of docs/configuration.md read it. */
export interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Draft 7 and the input side: what the YAML language server reads, and what a person writes. */
export const generateJsonSchema = (): SchemaNode => {
  const { $schema, ...rest } = z.toJSONSchema(configSchema, { io: 'input', target: 'draft-7' });
  return JSON.parse(JSON.stringify({ $schema, title: 'zendrift configuration', ...rest }));
};

export interface KeyRow {
  readonly path: string;
  readonly node: SchemaNode;
  readonly required: boolean;
}

/** Every key with its path: `issues.max-open`, `policy.rules[].name`, `identities.<user id>.github`. */
export const listKeys = (node: SchemaNode, path = ''): readonly KeyRow[] => {
  const own = Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    const childPath = path === '' ? name : `${path}.${name}`;
    const required = node.required?.includes(name) ?? false;
    return [{ path: childPath, node: child, required }, ...listKeys(child, childPath)];
  });
  const { items, additionalProperties } = node;
  const inItems = items === undefined ? [] : listKeys(items, `${path}[]`);
  const inRecord = typeof additionalProperties === 'object' ? listKeys(additionalProperties, `${path}.<user id>`) : [];
  return [...own, ...inItems, ...inRecord];
};

/** More words than this are no help in a table. */
const mostWords = 8;

const renderValue = ({ node, path }: KeyRow): string => {
  if (path === 'kinds') return '`rules`, `all`, or a list of [kinds](reference.md#kinds)';
  const words = node.enum ?? node.items?.enum;
  const list = node.type === 'array' ? 'list' : '';
  if (words && words.length > mostWords) return `${list === '' ? 'a kind' : 'list of kinds'}`;
  if (words) return `${list === '' ? '' : 'list of '}${words.map((word) => `\`${word}\``).join(', ')}`;
  if (node.type === 'boolean') return '`true`, `false`';
  if (node.type === 'integer') return `${node.minimum}–${node.maximum}`;
  if (node.type === 'array') return 'list';
  return node.type === 'object' ? 'keys' : 'text';
};

const renderDefault = ({ node, required, path }: KeyRow): string => {
  if (required) return path.includes('[]') || path.includes('.') ? 'required' : '';
  if (node.default === undefined || JSON.stringify(node.default) === '{}') return '';
  return `\`${typeof node.default === 'string' ? node.default : JSON.stringify(node.default).replaceAll(',', ', ')}\``;
};

/** The table of docs/configuration.md. */
export const renderKeyTable = (schema: SchemaNode): string =>
  [
    '| key | value | default | meaning |',
    '|---|---|---|---|',
    ...listKeys(schema).map((row) => {
      const meaning = (row.node.description ?? '').replaceAll('|', '\\|');
      return `| \`${row.path}\` | ${renderValue(row)} | ${renderDefault(row)} | ${meaning} |`;
    }),
  ].join('\n');
