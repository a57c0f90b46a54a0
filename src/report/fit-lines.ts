/** As many lines as `room` UTF-16 units hold, then what `rest` says of those left out. */
export function fitLines(lines: readonly string[], room: number, rest: (count: number) => string): readonly string[] {
  let left = room;
  const shown: string[] = [];
  for (const line of lines) {
    left -= line.length + 1;
    if (left < 0) break;
    shown.push(line);
  }
  return shown.length === lines.length ? lines : [...shown, rest(lines.length - shown.length)];
}
