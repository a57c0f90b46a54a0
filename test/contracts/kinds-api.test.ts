import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { isObject, type JsonObject } from '#json.ts';
import { apiPath, type Kind, type Paging, pagingOf } from '#kinds/kind.ts';
import { kinds } from '#kinds/registry.ts';
import { openRequestChecker, type SentRequest } from './request-checker.ts';

const file = resolve(import.meta.dirname, '../../../shared/data/zendesk-oas.yaml');
const missing = !existsSync(file);
const cases = resolve(import.meta.dirname, '../kinds/cases');

/** Described in documents of their own: webhooks, schedules, apps. */
const elsewhere = ['webhook', 'schedule', 'app-installation'];

const queries: Readonly<Record<Paging, string>> = { cursor: 'page[size]=100', offset: 'per_page=100&page=1', none: '' };

function sampleOf(kind: Kind): { readonly id: string; readonly writes: unknown } {
  const text = ['whole', 'everyone', 'order-matters', 'display-copies']
    .map((name) => resolve(cases, kind.plural, `${name}.json`))
    .find((path) => existsSync(path));
  const content: unknown = text === undefined ? {} : JSON.parse(readFileSync(text, 'utf8'));
  const snapshot = isObject(content) ? content['snapshot'] : {};
  return {
    id: isObject(snapshot) ? String(snapshot['id']) : '1',
    writes: isObject(content) ? content['writes'] : undefined,
  };
}

/** A new object is sent without what it does not have. */
const withoutNull = (form: object): JsonObject =>
  JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(form).filter(([, value]) => value !== null))));

const sent = (method: string, path: string, query = '', body?: JsonObject): SentRequest => ({
  ...{ method, path: `/api/v2/${path}`, query: new URLSearchParams(query), body },
});

describe.skipIf(missing)(`Zendesk describes${missing ? ' (skipped: ../shared/data is missing)' : ''}`, () => {
  const description = missing ? {} : parse(readFileSync(file, 'utf8'));
  test.each(kinds.filter(({ name }) => !elsewhere.includes(name)))('what is sent for $plural', (kind) => {
    const { id, writes } = sampleOf(kind);
    const path = apiPath(kind);
    const body = isObject(writes) ? { [kind.envelope]: withoutNull(writes) } : undefined;
    const requests = [
      sent('GET', path, queries[pagingOf(kind)]),
      sent('GET', `${path}/${id}`),
      ...(kind.api?.parts ?? []).map((part) => sent('GET', `${path}/${id}/${part.path}`)),
      ...(body === undefined
        ? []
        : [sent(kind.api?.method ?? 'PUT', `${path}/${id}`, '', body), sent('POST', path, '', body)]),
    ];
    const checker = openRequestChecker(description);
    const faults = requests.flatMap((request) => checker.findFault(request) ?? []);
    // The description leaves the bodies of many writes out: that there is such a write is all that it says.
    expect(faults.filter((fault) => !fault.endsWith('has a body, and none is described'))).toEqual([]);
  });
});
