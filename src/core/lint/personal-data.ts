const email = /(?<![\w.+-])[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24}(?![\w-])/i;
// A country code, so that order numbers and dates are none.
const telephone = /(?<![\w+])\+[1-9]\d{0,2}(?:[ ./()-]{0,2}\d){7,12}(?!\d)/;
const iban = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g;

/** Which kinds of personal data a text holds. The data itself is repeated nowhere. */
export const personalDataIn = (text: string): readonly string[] => [
  ...(email.test(text) ? ['an e-mail address'] : []),
  ...(telephone.test(text) ? ['a telephone number'] : []),
  ...([...text.matchAll(iban)].some(([found]) => isIban(found.replaceAll(' ', ''))) ? ['an IBAN'] : []),
];

/** ISO 13616: the number with its first four characters last, letters as 10 to 35, leaves 1 when divided by 97. */
function isIban(text: string): boolean {
  if (text.length < 15 || text.length > 34) return false;
  let rest = 0;
  for (const character of text.slice(4) + text.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
