import { describe, expect, it } from 'vitest';
import { joinGraphs, listAfter, parseGraph } from '#git/commit-graph.ts';

/** `b:a` = b has the parent a; oldest first. `cuts` = commits behind which nothing is seen. */
const graph = (text: string, cuts = '') =>
  parseGraph(text.replaceAll(':', ' ').replaceAll(',', '\n').replaceAll('+', ' '), new Set(cuts));

describe('the commits after one', () => {
  it('are those that are neither it nor behind it, oldest first', () => {
    expect(listAfter(graph('a,b:a,c:b,d:c'), 'b')).toEqual(['c', 'd']);
    expect(listAfter(graph('a,b:a,s:a,m:b+s'), 'b')).toEqual(['s', 'm']);
    expect(listAfter(graph('a,b:a'), 'b')).toEqual([]);
  });

  it('are not known where it is not seen', () => {
    expect(listAfter(graph('a,b:a'), 'x')).toBeNull();
  });

  it('are known in a cut history as far as they descend from it', () => {
    expect(listAfter(graph('c,d:c,e:d', 'c'), 'c')).toEqual(['d', 'e']);
    expect(listAfter(graph('c,d:c,s:c,m:d+s', 'c'), 'c')).toEqual(['d', 's', 'm']);
  });

  it('are not known in a cut history once an old branch was merged, which may be behind it all the same', () => {
    // Whole, x is behind y: x, …, y, z. Seen is only that m merges s, which left at x.
    expect(listAfter(graph('x,s:x,y,z:y,m:z+s', 'y'), 'z')).toBeNull();
    expect(listAfter(graph('x,s:x,y:x,z:y,m:z+s'), 'z')).toEqual(['s', 'm']);
  });

  it('are found in what two repositories see together', () => {
    const joined = joinGraphs(graph('a,b:a'), graph('b,c:b', 'b'));
    expect(joined.cuts.size).toBe(0);
    expect(listAfter(joined, 'a')).toEqual(['b', 'c']);
  });
});
