import { maskIp, maskIpsIn, type Privacy } from '#drift/privacy.ts';
import { type Redaction, redactText } from '#drift/redact.ts';
import type { LogEntry } from '#ports/audit-log.ts';

/** Texts whose mask is remembered; names, labels and descriptions repeat all through a log. */
const mostRemembered = 5_000;
const longestRemembered = 300;

/** Masks as history does: secrets in free text, and addresses as `privacy.ip` keeps them. */
export function openMask(redaction: Redaction, privacy: Privacy): (entry: LogEntry) => LogEntry {
  const text = remember((value) => redactText(value, redaction));
  const description =
    privacy.ip === 'full' ? text : remember((value) => maskIpsIn(redactText(value, redaction), privacy));
  return (entry) => {
    const { actor_name, source_label, change_description, ip_address } = entry;
    const masked = {
      actor_name: actor_name === null ? null : text(actor_name),
      source_label: source_label === null ? null : text(source_label),
      change_description: change_description === null ? null : description(change_description),
      ip_address: maskIp(ip_address, privacy),
    };
    const isSame =
      masked.actor_name === actor_name &&
      masked.source_label === source_label &&
      masked.change_description === change_description &&
      masked.ip_address === ip_address;
    return isSame ? entry : { ...entry, ...masked };
  };
}

function remember(work: (text: string) => string): (text: string) => string {
  let known = new Map<string, string>();
  return (text) => {
    if (text === '') return '';
    const before = known.get(text);
    if (before !== undefined) return before;
    const result = work(text);
    if (text.length > longestRemembered) return result;
    if (known.size >= mostRemembered) known = new Map();
    known.set(text, result);
    return result;
  };
}
