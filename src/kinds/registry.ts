import { automation } from './automation.ts';
import type { Kind } from './kind.ts';
import { macro } from './macro.ts';
import { trigger } from './trigger.ts';
import { view } from './view.ts';

/** Every kind that can be tracked, in the order in which people are shown them. */
export const kinds: readonly Kind[] = [trigger, automation, macro, view];

export const kindNames: readonly string[] = kinds.map((kind) => kind.name);

export const findKind = (name: string): Kind | undefined => kinds.find((kind) => kind.name === name);

/** `source_type` values that may mean a tracked object; "rule" can be any kind (docs/zendesk-api.md, Source types). */
export const auditSources: readonly string[] = ['rule', ...kinds.flatMap((kind) => kind.auditSources)];
