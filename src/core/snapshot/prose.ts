/**
 * Which texts people read. A mask hides what it stands for from whoever decides about a change, so it may stand for a secret and
 * for nothing else: an instruction to customers behind `password:` has to be seen. What cannot be told apart stays visible if it
 * reads like a sentence: a passphrase of ordinary words is rare, and `redact` masks its field whole.
 */

const words = (text: string): readonly string[] => text.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== '');

/** Too short to be a secret by itself: `24h`, `B2B`, `2nd`, `GmbH`. */
const shortWord = 4;

// Words as they are written: `send`, `Sender`, `PayPal`, `URGENT`, letters of scripts without case, numbers.
const ordinary =
  /^(?:(?:\p{Lu}?[\p{Ll}\p{M}]{1,40}){1,3}|\p{Lu}[\p{Lu}\p{M}]{1,20}|[\p{Lo}\p{Lm}\p{M}]+|\d{1,19}|\d{1,6}\p{Ll}{1,3})$/u;

const isOrdinary = (word: string): boolean => word.length <= shortWord || ordinary.test(word);

/** A word that says something, as `the` and `1` hardly do. */
const isMeaningful = (word: string): boolean => /\p{L}{3}/u.test(word) && isOrdinary(word);

/** A scheme and what it is followed by: `Token abcdef`. */
const scheme = /^(?:token|api-?key|key|bearer|basic|digest|hmac|apptoken|sso-key|geniekey)\s+\S+$/i;

/** Words that are joined by anything but space are a name or a key more often than a sentence. */
const fewest = { spaced: 2, joined: 5 };

const isSpaced = (text: string): boolean => /[\s\p{Cf}]/u.test(text.trim());

/** Whether a text reads like a sentence, in any language: ordinary words and nothing else. */
export function isSentence(text: string): boolean {
  if (scheme.test(text.trim())) return false;
  const found = words(text);
  if (!found.every(isOrdinary)) return false;
  // Scripts that write no space between words.
  if (/\p{Lo}{3}/u.test(text)) return true;
  return found.filter(isMeaningful).length >= (isSpaced(text) ? fewest.spaced : fewest.joined);
}

/** An address: whose it is must be seen, and a secret in one has detectors of its own. */
const isAddress = (chunk: string): boolean =>
  /:\/\/|@|^www\./i.test(chunk) || /^[\p{L}\d-]+(?:\.[\p{L}\d-]+)+\W?$/u.test(chunk);

const isOdd = (chunk: string): boolean => !isAddress(chunk) && !words(chunk).every(isOrdinary);

/** A text with what may be a secret masked: all of it, or the odd words alone where the others read like a sentence. */
export function maskOddWords(text: string, mask: (secret: string) => string): string {
  const parts = text.split(/(\s+)/);
  const meaningful = parts
    .filter((part) => !isOdd(part))
    .flatMap(words)
    .filter(isMeaningful);
  if (scheme.test(text.trim()) || meaningful.length < fewest.spaced) return mask(text);
  const shown: string[] = [];
  // What follows an odd word and may be a piece of the same secret, such as the next line of a key.
  let run = { secret: '', rest: '' };
  for (const part of parts) {
    if (isOdd(part)) run = { secret: run.secret + run.rest + part, rest: '' };
    else if (run.secret !== '' && part.length <= shortWord) run = { ...run, rest: run.rest + part };
    else {
      shown.push(run.secret === '' ? '' : mask(run.secret), run.rest, part);
      run = { secret: '', rest: '' };
    }
  }
  return [...shown, run.secret === '' ? '' : mask(run.secret), run.rest].join('');
}
