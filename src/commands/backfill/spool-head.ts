import type { UtcTime } from '#core/time.ts';
import { canonicalText, isObject, tryParse } from '#json.ts';

/** What a backfill is about. One that goes on after an interruption must be about the same. */
export interface SpoolTopic {
  /** Commit of the baseline. */
  readonly baseline: string;
  readonly until: UtcTime;
  /** As it was given; `from` = the time that it meant when the backfill began. */
  readonly fromText: string | null;
  readonly entries: boolean;
  /** Fingerprint of what is masked. */
  readonly rules: string;
}

/** How far the collecting has come. */
export interface SpoolHead extends SpoolTopic {
  readonly from: UtcTime | null;
  /** Triggers whose revisions are all here, counted in the order of their ids, and the cursor inside the next one. */
  readonly triggers: number;
  readonly cursor: string | null;
  /** The log is here up to this time. */
  readonly logTo: UtcTime | null;
  readonly logDone: boolean;
  /** Object → why its revisions are not all here. */
  readonly problems: Readonly<Record<string, string>>;
  /** Items of the log or of pages that could not be read. */
  readonly unreadable: number;
  /** Zendesk user id → the name that the log last gave to it. */
  readonly people: Readonly<Record<string, string>>;
}

export const startHead = (topic: SpoolTopic, from: UtcTime | null): SpoolHead => ({
  ...topic,
  ...{ from, triggers: 0, cursor: null, logTo: null, logDone: false, problems: {}, unreadable: 0, people: {} },
});

export const isSameTopic = (a: SpoolTopic, b: SpoolTopic): boolean => topicText(a) === topicText(b);

const topicText = ({ baseline, until, fromText, entries, rules }: SpoolTopic): string =>
  JSON.stringify([baseline, until, fromText, entries, rules]);

/** `seal` = a keyed hash of everything: the ref that holds it is nothing that other people could not write to. */
export const printHead = (head: SpoolHead, seal: string): string => canonicalText({ version: 1, ...head, seal });

/** What is sealed of the head. */
export const sealedText = (head: SpoolHead): string => canonicalText({ ...head });

/** Null for anything that this version does not write. */
export function parseHead(text: string): { readonly head: SpoolHead; readonly seal: string } | null {
  const value = tryParse(text);
  if (!isObject(value) || value['version'] !== 1) return null;
  const { seal, baseline, until, entries, rules } = value;
  const [triggers, unreadable] = [value['triggers'], value['unreadable']];
  if (typeof seal !== 'string' || typeof baseline !== 'string' || typeof until !== 'string') return null;
  if (typeof rules !== 'string' || typeof triggers !== 'number' || typeof unreadable !== 'number') return null;
  const head: SpoolHead = {
    ...{ baseline, until, rules, triggers, unreadable },
    fromText: textOrNull(value, 'fromText'),
    entries: entries === true,
    from: textOrNull(value, 'from'),
    cursor: textOrNull(value, 'cursor'),
    logTo: textOrNull(value, 'logTo'),
    logDone: value['logDone'] === true,
    problems: texts(value['problems']),
    people: texts(value['people']),
  };
  return { head, seal };
}

const textOrNull = (value: Readonly<Record<string, unknown>>, key: string): string | null => {
  const found = value[key];
  return typeof found === 'string' ? found : null;
};

const texts = (value: unknown): Readonly<Record<string, string>> =>
  isObject(value)
    ? Object.fromEntries(
        Object.entries(value).flatMap(([key, text]) => (typeof text === 'string' ? [[key, text]] : [])),
      )
    : {};
