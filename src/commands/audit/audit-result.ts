import type { AuditFormat } from '#config/audit-settings.ts';
import type { AuditField } from './audit-fields.ts';

/** An entry in the result: ids are numbers where JavaScript holds them exactly, else text. */
export type ResultEntry = Readonly<Record<AuditField, string | number | null>>;

interface AuditPeriod {
  /** Both ends inclusive, UTC; null = from the first entry of the log. */
  readonly from: string | null;
  readonly to: string;
}

interface AuditReading extends AuditPeriod {
  /** Entries of the period that were read, before any filter. */
  readonly read: number;
  /** For each filter that was given: how many entries of the period match it, whatever the others say. */
  readonly matching: Readonly<Record<string, number>>;
  /** Items of the log that could not be read. */
  readonly unreadable: readonly string[];
}

export interface AuditExport extends AuditReading {
  readonly version: 1;
  readonly account: string;
  readonly format: AuditFormat;
  readonly output: string | null;
  /** Entries in the export; with `incremental` those that were appended. */
  readonly count: number;
  /** Oldest first; left out where a file or standard output has them. */
  readonly audit_logs?: readonly ResultEntry[];
}

export interface AuditComparison extends AuditReading {
  readonly version: 1;
  readonly account: string;
  readonly file: string;
  readonly equal: boolean;
  /** Rows of the file. */
  readonly rows: number;
  /** Ids of entries. */
  readonly missing: readonly string[];
  readonly doubled: readonly string[];
  readonly different: readonly string[];
  readonly unknown: readonly string[];
  /** Entries of the log that are newer than the file: no difference. */
  readonly newer: number;
}

export interface AuditMail {
  readonly version: 1;
  readonly account: string;
  readonly mailed: boolean;
}

export type AuditResult = AuditExport | AuditComparison | AuditMail;
