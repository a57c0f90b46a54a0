import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { packZip } from '#render/evidence/pack-zip.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('the bytes depend on names and contents alone, in whichever order they come', () => {
  const a = packZip(
    new Map([
      ['b.json', bytes('two')],
      ['a/ä.yml', bytes('one')],
    ]),
  );
  const b = packZip(
    new Map([
      ['a/ä.yml', bytes('one')],
      ['b.json', bytes('two')],
    ]),
  );
  expect(b).toEqual(a);
  expect(packZip(new Map([['b.json', bytes('three')]]))).not.toEqual(packZip(new Map([['b.json', bytes('two')]])));
  expect(Object.keys(unzipSync(a))).toEqual(['a/ä.yml', 'b.json']);
  // The time of each file in the format of MS-DOS: midnight of 1 January 1980.
  expect([...a.slice(10, 14)]).toEqual([0, 0, 33, 0]);
});
