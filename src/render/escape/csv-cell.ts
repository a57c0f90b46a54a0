import { toVisible } from '#text.ts';

/**
 * One cell of a CSV file (RFC 4180). A spreadsheet runs what starts with = + - @ or a tab, so such a cell gets an
 * apostrophe in front, which spreadsheets take for "this is text". https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvCell(text: string): string {
  const visible = toVisible(text);
  const inert = /^\s*[=+\-@＝＋－＠]/.test(visible) ? `'${visible}` : visible;
  return /[",']|^\s|\s$/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

export const csvRow = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`;

export const isWholeNumber = (text: string): boolean => /^(?:0|-?[1-9]\d{0,39})$/.test(text);

/** A cell of a column of numbers: a whole number stays one, also -1, for it is no formula and other tools read the column so. */
export const csvNumberCell = (text: string): string => (isWholeNumber(text) ? text : csvCell(text));
