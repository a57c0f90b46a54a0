import { maskIp, maskIpsIn, type Privacy } from '#core/entry/privacy.ts';
import { type Redaction, redactText } from '#core/snapshot/redact.ts';
import type { LogEntry } from '#ports/audit-log.ts';

/** Texts whose mask is remembered: names and labels repeat all through a log. */
const mostRemembered = 5_000;
const longestRemembered = 300;

/**
 * What every secret that a detector finds has in it or in front of it: a long run, a URL, or a word for it. A text without any of
 * these is what it is; asking that once is much cheaper than asking each detector.
 */
export const mayHoldSecret = (text: string): boolean =>
  /[\w.+/=-]{12}|:\/\/|-----|bearer|basic|auth|key|token|secret|passw|sig/i.test(text);

/** Masks as history does: secrets in free text, and addresses as `privacy.ip` keeps them. */
export function openMask(redaction: Redaction, privacy: Privacy): (entry: LogEntry) => LogEntry {
  const redact = remember((value) => redactText(value, redaction));
  const text = (value: string): string => (mayHoldSecret(value) ? redact(value) : value);
  const description = privacy.ip === 'full' ? text : (value: string) => maskIpsIn(text(value), privacy);
  return (entry) => {
    const { actor_name, source_label, change_description, ip_address } = entry;
    const name = actor_name === null ? null : text(actor_name);
    const label = source_label === null ? null : text(source_label);
    const words = change_description === null ? null : description(change_description);
    const ip = maskIp(ip_address, privacy);
    const isSame = name === actor_name && label === source_label && words === change_description && ip === ip_address;
    if (isSame) return entry;
    return { ...entry, actor_name: name, source_label: label, change_description: words, ip_address: ip };
  };
}

function remember(work: (text: string) => string): (text: string) => string {
  let known = new Map<string, string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const result = work(text);
    if (text.length > longestRemembered) return result;
    if (known.size >= mostRemembered) known = new Map();
    known.set(text, result);
    return result;
  };
}
