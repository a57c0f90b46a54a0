import { readFile, writeFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { contractExample } from './contract-example.ts';
import { generateJsonSchema, listKeys, renderKeyTable } from './json-schema.ts';

const schemaFile = 'schema/zendrift.schema.json';
const documentFile = 'docs/configuration.md';
const keysPattern = /(<!-- keys: [^>]*-->\n)([\s\S]*?)(<!-- \/keys -->)/;

/** Writes instead of comparing when asked to: `ZENDRIFT_WRITE=1 npx vitest run test/config/schema-file.test.ts`. */
const expectFile = async (file: string, text: string): Promise<void> => {
  if (process.env['ZENDRIFT_WRITE'] === '1') await writeFile(file, text);
  expect(await readFile(file, 'utf8'), `${file} is stale: run this test with ZENDRIFT_WRITE=1`).toBe(text);
};

describe('the JSON Schema', () => {
  const schema = generateJsonSchema();
  const validate = new Ajv({ allErrors: true }).compile(schema);

  test('the file that ships is the one that the code validates by', async () => {
    await expectFile(schemaFile, `${JSON.stringify(schema, null, 2)}\n`);
  });

  test('every key is described', () => {
    expect(
      listKeys(schema)
        .filter(({ node }) => !node.description?.endsWith('.'))
        .map(({ path }) => path),
    ).toEqual([]);
  });

  test('an editor accepts the example of the documentation and of the contract', async () => {
    const document = await readFile(documentFile, 'utf8');
    const examples = [...document.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
    for (const text of [...examples, contractExample]) {
      validate(parse(text) ?? {});
      expect(validate.errors).toBeNull();
    }
  });

  test.each([
    'kindz: []',
    'kinds: [ticket]',
    'issues: { max-open: many }',
    'identities: { jane: {} }',
    'policy: { rules: [{ name: a }] }',
  ])('an editor marks %s', (text) => {
    expect(validate(parse(text))).toBe(false);
  });
});

describe('docs/configuration.md', () => {
  test('its table holds every key with default and meaning as the code has them', async () => {
    const text = await readFile(documentFile, 'utf8');
    const table = `${renderKeyTable(generateJsonSchema())}\n`;
    await expectFile(
      documentFile,
      text.replace(keysPattern, (_all, head: string, _old, tail: string) => head + table + tail),
    );
    expect(text).toMatch(keysPattern);
  });
});
