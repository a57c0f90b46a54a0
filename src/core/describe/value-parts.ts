/** Fields whose value is a list of tags. */
export const tagFields: ReadonlySet<string> = new Set(['current_tags', 'set_tags', 'remove_tags']);

/** Longest text that may hold several values: a list of tags is long, the body of a mail is longer. */
const longest = 4_000;

/** The values that one text may hold, beside each other: tags, words, the options of a multi-select field. */
export const partsOfText = (text: string): readonly string[] =>
  text.length > longest ? [text] : text.split(/\s+/).filter((part) => part !== '');

/** Every text under which a value, or a part of it, may have a title: whole, each of its parts, a skill without its priority. */
export const titleKeys = (text: string): readonly string[] => {
  const parts = [text, ...partsOfText(text)];
  return [...parts, ...parts.flatMap((part) => (/#[01]$/.test(part) ? [part.slice(0, -2)] : []))];
};
