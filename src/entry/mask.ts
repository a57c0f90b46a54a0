import { toPlainLine } from './plain-line.ts';

/**
 * The last line of defence: no secret reaches a terminal, a log, a summary or an output, in any form that it is known
 * to take on its way (base64 of Basic auth, a URL, JSON). Texts shorter than 4 characters are no secrets.
 */
export function createMask(secrets: readonly string[]): (text: string) => string {
  const forms = toMaskedForms(secrets);
  if (forms.length === 0) return (text) => text;
  // One pattern, longest form first: a short secret inside a long one must not leave the rest of it behind.
  const pattern = new RegExp(forms.map(toPattern).join('|'), 'gu');
  return (text) => {
    let masked = text;
    // What stands on both sides of a replaced form may make up another one.
    for (let last = ''; last !== masked; ) {
      last = masked;
      masked = masked.replace(pattern, '***');
    }
    return masked;
  };
}

/** Every form to mask, longest first. */
export const toMaskedForms = (secrets: readonly string[]): readonly string[] =>
  [...new Set(secrets.flatMap(toForms))].filter(isWorthMasking).sort((a, b) => b.length - a.length);

function toForms(secret: string): readonly string[] {
  const lines = secret.split(/\r?\n/).map((line) => line.trim());
  return [secret, ...lines].filter(isWorthMasking).flatMap((text) => {
    const bytes = Buffer.from(text);
    const encoded = [bytes.toString('base64'), ...[0, 1, 2].map((offset) => toBase64Core(bytes, offset))];
    const json = JSON.stringify(text).slice(1, -1);
    return [
      ...[text, json].flatMap((form) => [form, toPlainLine(form)]),
      // A lone surrogate cannot be encoded; what replaces it can.
      encodeURIComponent(bytes.toString()),
      ...encoded.filter((form) => form.length >= 6).flatMap((form) => [form, toUrlSafe(form)]),
    ];
  });
}

/** Markdown, JSON and shells put backslashes in between: the secret is still readable. */
const toPattern = (form: string): string =>
  Array.from(form, (character) => character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')).join('\\\\*');

const isWorthMasking = (text: string): boolean => text.length >= 4 && !/^\*+$/.test(text);

const toUrlSafe = (base64: string): string => base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

/** The characters of a base64 text that depend on these bytes alone, when they begin `offset` bytes into a group of 3. */
function toBase64Core(bytes: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
}
