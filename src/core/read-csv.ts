export interface CsvReader {
  /** Cells of a row; null while a quoted cell goes on in the next line. */
  take(line: string): readonly string[] | null;
  /** Whether a quoted cell has not ended yet. */
  isInside(): boolean;
}

/** Reads CSV (RFC 4180) line by line. */
export function openCsvReader(): CsvReader {
  let open = '';
  let isOpen = false;
  return {
    take: (line) => {
      const text = isOpen ? `${open}\n${line}` : line.replace(/^\ufeff/, '');
      isOpen = (text.split('"').length - 1) % 2 === 1;
      open = isOpen ? text : '';
      return isOpen ? null : toCells(text.replace(/\r$/, ''));
    },
    isInside: () => isOpen,
  };
}

// A quoted cell with its doubled quotes, or everything up to the next comma; each behind a comma, also the first.
const cell = /,(?:"((?:[^"]|"")*)"|([^,]*))/g;

const toCells = (row: string): readonly string[] =>
  [...`,${row}`.matchAll(cell)].map(([, quoted, bare = '']) =>
    quoted === undefined ? bare : quoted.replaceAll('""', '"'),
  );
