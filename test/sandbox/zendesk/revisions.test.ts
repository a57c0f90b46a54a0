import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openZendesk, type ZendeskSandbox } from '#sandbox/zendesk/open-zendesk.ts';
import { type Client, column, dig, openClient } from './client.ts';

describe('GET /api/v2/triggers/{id}/revisions', () => {
  let zendesk: ZendeskSandbox;
  let client: Client;
  let path: string;
  let id: number;

  beforeEach(async () => {
    zendesk = await openZendesk();
    client = await openClient(zendesk);
    const first = { title: 'A', actions: [{ field: 'status', value: 'open' }] };
    id = zendesk.account.as(1003).create('trigger', first).id;
    path = `/api/v2/triggers/${id}/revisions`;
    zendesk.clock.advance(60);
    zendesk.account.as(1001).update('trigger', id, { title: 'B', actions: [{ field: 'status', value: 'solved' }] });
    zendesk.clock.advance(60);
    zendesk.account.as(1002).update('trigger', id, { active: false }, { audit: false });
  });
  afterEach(() => zendesk.close());

  it('gives author, time and content of each version, newest first', async () => {
    const { body } = await client.get(path);
    expect(column(body, 'trigger_revisions', 'author_id')).toEqual([1002, 1001, 1003]);
    expect(dig(body, 'trigger_revisions', 1)).toMatchObject({
      created_at: '2026-11-22T10:01:00Z',
      snapshot: { title: 'B', active: true, description: null, conditions: { all: [], any: [] } },
    });
    expect(body).toMatchObject({
      count: 3,
      after_url: null,
      before_url: null,
      after_cursor: null,
      before_cursor: null,
    });
  });

  it('says what changed from the version before', async () => {
    const { body } = await client.get(path);
    expect(dig(body, 'trigger_revisions', 1, 'diff')).toMatchObject({
      title: [
        { change: '-', content: 'A' },
        { change: '+', content: 'B' },
      ],
      active: [],
      conditions: {},
      actions: [
        {
          field: [{ change: '=', content: 'status' }],
          value: [
            { change: '-', content: 'open' },
            { change: '+', content: 'solved' },
          ],
        },
      ],
    });
  });

  it('pages by its own cursor: `before` is older, `after` is newer', async () => {
    const first = await client.get(`${path}?limit=2`);
    expect(column(first.body, 'trigger_revisions', 'author_id')).toEqual([1002, 1001]);
    expect(dig(first.body, 'after_cursor')).toBeNull();
    const older = await client.get(
      `${path}?limit=2&cursor=${encodeURIComponent(String(dig(first.body, 'before_cursor')))}`,
    );
    expect(column(older.body, 'trigger_revisions', 'author_id')).toEqual([1003]);
    expect(dig(older.body, 'before_cursor')).toBeNull();
    const back = await client.get(
      `${path}?limit=2&cursor=${encodeURIComponent(String(dig(older.body, 'after_cursor')))}`,
    );
    expect(back.body).toEqual(first.body);
    expect((await client.get(`${path}?cursor=what`)).status).toBe(400);
  });

  it('keeps no version for a move, and none where a test wants none', async () => {
    zendesk.account.as(1001).update('trigger', id, { position: 5 });
    zendesk.account.as(1001).update('trigger', id, { title: 'C' }, { revision: false });
    expect(dig((await client.get(path)).body, 'count')).toBe(3);
  });

  it('shows one version without its diff', async () => {
    const wanted = zendesk.account.revisions.list(id)[0];
    const { body } = await client.get(`${path}/${wanted?.id}`);
    expect(Object.keys(dig(body, 'trigger_revision') ?? {})).toEqual([
      'id',
      'url',
      'author_id',
      'created_at',
      'snapshot',
    ]);
  });

  it('is gone with its trigger and closed on other plans', async () => {
    zendesk.account.configure({ plan: 'professional' });
    expect((await client.get(path)).status).toBe(403);
    zendesk.account.configure({ plan: 'enterprise' });
    zendesk.account.as(1001).remove('trigger', id);
    expect((await client.get(path)).status).toBe(404);
  });
});
