/** RFC 4180, written down apart from the code: quotes doubled inside quotes, CRLF between rows. */
export function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (isQuoted && character === '"' && text.charAt(at + 1) === '"') {
      cell += '"';
      at += 1;
    } else if (character === '"') {
      if (!isQuoted && cell !== '') throw new Error(`a quote inside a bare cell at ${at}`);
      isQuoted = !isQuoted;
    } else if (isQuoted) cell += character;
    else if (character === ',') {
      row.push(cell);
      cell = '';
    } else if (character === '\r' && text.charAt(at + 1) === '\n') {
      rows.push([...row, cell]);
      row = [];
      cell = '';
      at += 1;
    } else cell += character;
  }
  if (isQuoted || cell !== '' || row.length > 0) throw new Error('the last row has no end');
  return rows;
}
