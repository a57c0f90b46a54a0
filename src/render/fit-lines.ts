/** The first lines that `room` UTF-16 units hold, each with its line break. The caller says how many are missing. */
export function fitLines(lines: readonly string[], room: number): readonly string[] {
  let left = room;
  const tooMuch = lines.findIndex((line) => {
    left -= line.length + 1;
    return left < 0;
  });
  return tooMuch === -1 ? lines : lines.slice(0, tooMuch);
}

/** The same, with what `rest` says of those left out as the last line. */
export function fitLinesSaying(
  lines: readonly string[],
  room: number,
  rest: (count: number) => string,
): readonly string[] {
  const shown = fitLines(lines, room);
  return shown.length === lines.length ? lines : [...shown, rest(lines.length - shown.length)];
}
