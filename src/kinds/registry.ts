import { appInstallation } from './app-installation.ts';
import { automation } from './automation.ts';
import { brand } from './brand.ts';
import { customRole } from './custom-role.ts';
import { customStatus } from './custom-status.ts';
import { dynamicContent } from './dynamic-content.ts';
import { group } from './group.ts';
import { groupSlaPolicy } from './group-sla-policy.ts';
import type { Kind } from './kind.ts';
import { macro } from './macro.ts';
import { organizationField } from './organization-field.ts';
import { queue } from './queue.ts';
import { schedule } from './schedule.ts';
import { skill } from './skill.ts';
import { slaPolicy } from './sla-policy.ts';
import { supportAddress } from './support-address.ts';
import { target } from './target.ts';
import { ticketField } from './ticket-field.ts';
import { ticketForm } from './ticket-form.ts';
import { trigger } from './trigger.ts';
import { triggerCategory } from './trigger-category.ts';
import { userField } from './user-field.ts';
import { view } from './view.ts';
import { webhook } from './webhook.ts';
import { workspace } from './workspace.ts';

/** Every kind that can be tracked, in the order in which people are shown them. */
export const kinds: readonly Kind[] = [
  ...[trigger, automation, macro, view, webhook, triggerCategory],
  ...[
    ticketField,
    ticketForm,
    customStatus,
    group,
    brand,
    slaPolicy,
    groupSlaPolicy,
    dynamicContent,
    schedule,
    userField,
    organizationField,
    customRole,
    supportAddress,
    workspace,
    target,
    queue,
    skill,
    appInstallation,
  ],
];

/** What `kinds` may say instead of a list. */
export const kindPresets = ['rules', 'all'] as const;

/** Names of a preset: `rules` = business rules and what they cannot do without. */
export const namesOfPreset = (preset: (typeof kindPresets)[number]): readonly string[] =>
  preset === 'all' ? kindNames : [...businessRules, 'webhook', 'trigger-category'];

/** What is tracked where the configuration says nothing. */
export const businessRules: readonly string[] = [trigger, automation, macro, view].map(({ name }) => name);

export const kindNames: readonly string[] = kinds.map((kind) => kind.name);

export const findKind = (name: string): Kind | undefined => kinds.find((kind) => kind.name === name);

/** Kinds that a `source_type` of the audit log may mean; more than one for "rule" (docs/zendesk-api.md, Source types). */
export const kindsOfSource = (source: string): readonly Kind[] =>
  kinds.filter(({ auditSources }) => auditSources.includes(source));

/** The kind that a `source_type` means and no other, null where it may be one of several, or of none. */
export function kindOfSource(source: string): Kind | null {
  const [kind = null, ...others] = kindsOfSource(source);
  return others.length === 0 ? kind : null;
}

/**
 * Kinds that share one sequence of ids, because the log may call them by the same word: those of business rules, for
 * example. An id of one family is of one kind at most; ids of two families say nothing about each other.
 */
export const familyOf = (kind: Kind): readonly Kind[] =>
  kind.auditSources.length === 0
    ? [kind]
    : kinds.filter(({ auditSources }) => auditSources.some((source) => kind.auditSources.includes(source)));

/**
 * Every `source_type` that may mean one of these kinds or a business rule, the broadest first. Rules are always among
 * them: entries of rules that are not tracked are counted.
 */
export function sourcesFor(names: readonly string[]): readonly string[] {
  const wanted = kinds.filter(({ name, auditSources }) => names.includes(name) || auditSources.includes('rule'));
  const sources = new Set(wanted.flatMap(({ auditSources }) => auditSources));
  return [...sources].sort((a, b) => kindsOfSource(b).length - kindsOfSource(a).length);
}
