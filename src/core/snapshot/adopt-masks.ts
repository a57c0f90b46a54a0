import { kindOf } from '#core/object-key.ts';
import { canonicalText, type JsonObject } from '#json.ts';
import { isRedacted, isSameMasked, type Redaction, redactValue } from './redact.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * A state just read, with the recorded masks wherever only the key or the detectors are others: what is left different is
 * real. Line by line of the canonical text, so that an action put in between does not move the others out of step.
 */
export function adoptMasks(live: Snapshot, recorded: Snapshot, redaction: Redaction): Snapshot {
  if (live.text === recorded.text || !isRedacted(live.value)) return live;
  const kept = toLines(recorded.text);
  // What today's detectors find in a recorded state was recorded in clear, before they could.
  const today = toLines(canonicalText(redactValue(recorded.value, kindOf(recorded.object), redaction)));
  const known = today.length === kept.length ? today : kept;
  const taken = new Set<number>();
  const lines = toLines(live.text).map((line) => {
    const index = known.findIndex(
      (one, at) => !taken.has(at) && isRedacted(one) && isSameMasked(bare(line), bare(one)),
    );
    const found = kept[index];
    if (found === undefined) return line;
    taken.add(index);
    return `${bare(found)}${line.slice(bare(line).length)}`;
  });
  const text = lines.join('\n');
  const value: JsonObject = JSON.parse(text);
  return { ...live, text, value };
}

const toLines = (text: string): readonly string[] => text.split('\n');

/** Whether a comma follows depends on the line after it. */
const bare = (line: string): string => line.replace(/,$/, '');
