import type { Account } from './account.ts';
import { seedAutomations } from './seed-automations.ts';
import { seedDirectory } from './seed-directory.ts';
import { seedMacros } from './seed-macros.ts';
import { seedCategories, seedTriggers } from './seed-triggers.ts';
import { seedViews } from './seed-views.ts';

/** When the made-up company's rules were written: long before anybody tracks them. */
export const seededAt = '2026-03-02T08:30:00Z';

/**
 * Acme, an online shop: 8 triggers in 3 categories, 4 automations, 8 shared and 1 personal macro, 6 shared and 1
 * personal view, and the groups, webhooks, fields, statuses and brands that they name. The same ids in every run.
 */
export function seedAccount(account: Account): void {
  const ann = account.as(1003, { ip: '203.0.113.20' });
  const jane = account.as(1001, { ip: '203.0.113.7' });
  const at = { at: seededAt };
  account.setContent('{{zd.your_unsolved_tickets}}', 'Your unsolved tickets');
  account.setContent('{{dc.macro_take_over}}', 'Take it over');
  seedDirectory(account, seededAt);
  seedCategories(ann, at);
  seedTriggers(ann, at);
  seedAutomations(ann, at);
  seedMacros(jane, at);
  seedViews(ann, at);
  account.log({
    action: 'login',
    actor_id: 1001,
    source_id: 1001,
    source_type: 'user',
    source_label: 'Jane Doe',
    ip_address: '203.0.113.7',
    created_at: seededAt,
  });
  account.log({
    action: 'create',
    source_type: 'organization',
    source_label: 'Organization: Acme',
    change_description: 'Organization Acme created',
    created_at: seededAt,
  });
}
