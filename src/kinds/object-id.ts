/**
 * The form of an object's id, as the source of a regular expression: it becomes part of a path and of trailers. A dash in
 * front would look like an option or a negative number.
 */
export const idForm = '[0-9A-Za-z_][0-9A-Za-z_-]{0,63}';

const id = new RegExp(`^${idForm}$`);

// The files of a kind's folder that are no object. File systems that ignore case take `Order` for the same file.
const others = new Set(['order', 'readme']);

/** The only ids that may become part of a path (docs/format.md, Files). */
export const isPathSafeId = (text: string): boolean => id.test(text) && !others.has(text.toLowerCase());
