import { parseTime } from './clock.ts';

/** An audit entry: the twelve recorded fields, in the recorded order. */
export type AuditEntry = {
  readonly url: string;
  readonly id: number;
  readonly action: string;
  readonly action_label: string;
  readonly actor_id: number;
  readonly actor_name: string;
  readonly source_id: number;
  readonly source_type: string;
  readonly source_label: string;
  readonly change_description: string;
  readonly ip_address: string | null;
  readonly created_at: string;
};

export type AuditLog = {
  /** `lag` in seconds after `created_at`: until then the entry exists and nobody can read it. */
  readonly add: (entry: AuditEntry, lag: number) => void;
  /** What a reader sees at `now` (milliseconds since 1970). */
  readonly visible: (now: number) => readonly AuditEntry[];
  readonly all: () => readonly AuditEntry[];
};

export function openAuditLog(): AuditLog {
  const kept: { readonly entry: AuditEntry; readonly visibleFrom: number }[] = [];
  return {
    add: (entry, lag) => {
      kept.push({ entry, visibleFrom: parseTime(entry.created_at) + lag * 1000 });
    },
    visible: (now) => kept.filter(({ visibleFrom }) => visibleFrom <= now).map(({ entry }) => entry),
    all: () => kept.map(({ entry }) => entry),
  };
}

/** Which word the log uses for a business rule: documentation and practice disagree, so an account can be any of them. */
export type SourceTypes = 'rule' | 'specific' | 'salto';

export function toSourceType(kind: string, style: SourceTypes): string {
  if (style === 'rule') return 'rule';
  return style === 'salto' && kind === 'automation' ? 'rule' : kind;
}

export const actionLabels: Readonly<Record<string, string>> = {
  create: 'Created',
  update: 'Updated',
  destroy: 'Deleted',
  exported: 'Exported',
  login: 'Signed in',
};
