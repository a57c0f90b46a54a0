/** A value as one short printable line inside a message, whatever stands in the file. */
export const quote = (value: unknown): string =>
  JSON.stringify(String(value).slice(0, 60)).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{fffd}');
