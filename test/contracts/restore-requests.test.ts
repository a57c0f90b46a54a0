import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { closeSolved, escalateVip, jane, notificationTriggers, partialRefund, refundsView } from '../support/acme.ts';
import { openLab } from '../support/lab.ts';
import { isWrite, restoreIn } from '../support/restore-lab.ts';
import { openRequestChecker } from './request-checker.ts';

const description = resolve(import.meta.dirname, '../../../shared/data/zendesk-oas.yaml');
const missing = !existsSync(description);

test.skipIf(missing)(
  `what is written is allowed by Zendesk’s description${missing ? ' (skipped: ../shared/data is missing)' : ''}`,
  async () => {
    const lab = await openLab({ hasBaseline: true });
    const to = lab.tips().branch;
    lab.wait(60);
    const editor = lab.zendesk.account.as(jane);
    editor.update('automation', closeSolved, { title: 'Renamed' });
    editor.update('view', refundsView, { output: { columns: ['subject'] } });
    editor.remove('trigger', escalateVip);
    editor.remove('macro', partialRefund);
    editor.reorder('trigger', [...notificationTriggers].reverse());
    const automations = lab.zendesk.account.rules.list('automation').map(({ id }) => id);
    editor.reorder('automation', automations.reverse());
    await lab.run();
    lab.wait(60);
    const done = await restoreIn(lab, { to, apply: 'true' });
    expect(done.json.objects.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 6 }, () => 'restored'));
    const checker = openRequestChecker(parse(readFileSync(description, 'utf8')));
    const sent = done.writes.filter(isWrite).map((request) => ({ ...request, body: JSON.parse(request.body) }));
    const faults = sent.flatMap((request) => checker.findFault(request) ?? []);
    // The bodies of these are described in words only.
    expect(faults.filter((fault) => !/^PUT \S+ has a body, and none is described$/.test(fault))).toEqual([]);
    expect([...checker.checked].sort()).toEqual([
      'POST /api/v2/macros',
      'POST /api/v2/trigger_categories/jobs',
      'POST /api/v2/triggers',
      'PUT /api/v2/automations/update_many',
      'PUT /api/v2/automations/{automation_id}',
      'PUT /api/v2/views/{view_id}',
    ]);
  },
);
