import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commitIdOf, splitSignature, withParent, withSignature, withVouched } from '#git/signature.ts';

const id = fc.stringMatching(/^[0-9a-f]{40}$/);
const armoured = fc
  .array(fc.stringMatching(/^[A-Za-z0-9+/=]{1,70}$/), { minLength: 1, maxLength: 5 })
  .map((lines) => `-----BEGIN SSH SIGNATURE-----\n${lines.join('\n')}\n-----END SSH SIGNATURE-----\n`);
/** Messages may hold whatever looks like a header, and bytes that are no text. */
const message = fc.oneof(
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
  fc.constant(Buffer.from('gpgsig x\nzendrift-vouches 9\n\nparent 1\n')),
);
const commit = fc
  .tuple(id, id, message)
  .map(([tree, parent, text]) =>
    Buffer.concat([Buffer.from(`tree ${tree}\nparent ${parent}\nauthor J\u00e4ne <j> 1 +0000\n\n`), text]),
  );

describe('a signed commit object', () => {
  test.each(['sha1', 'sha256'] as const)('of %s comes apart into what was signed and the signature', (format) => {
    fc.assert(
      fc.property(commit, armoured, fc.nat(500), (body, signature, vouched) => {
        const payload = withVouched(body, vouched);
        const parts = splitSignature(withSignature(payload, format, signature), format);
        expect(parts?.payload.equals(payload)).toBe(true);
        expect([parts?.signature, parts?.vouched]).toEqual([signature, vouched]);
        expect(splitSignature(payload, format)).toBeNull();
      }),
    );
  });

  test('moves to another parent, and nothing else of it changes', () => {
    fc.assert(
      fc.property(commit, id, (body, parent) => {
        const moved = withParent(body, parent);
        const rest = (bytes: Buffer) => bytes.toString('latin1').replace(/^parent .*$/m, '');
        expect(moved.toString('latin1').split('\n')[1]).toBe(`parent ${parent}`);
        expect(rest(moved)).toBe(rest(body));
      }),
    );
  });

  test('with two signatures, or a count that is none, is not believed', () => {
    const body = Buffer.from('tree 1\n\nText');
    const once = withSignature(body, 'sha1', 'a\n');
    expect(splitSignature(withSignature(once, 'sha1', 'b\n'), 'sha1')).toBeNull();
    for (const count of ['-1', '01', '1e3', '9999999999', 'x', '2\nzendrift-vouches 3']) {
      const odd = Buffer.from(`tree 1\nzendrift-vouches ${count}\n\nText`);
      expect(splitSignature(withSignature(odd, 'sha1', 'a\n'), 'sha1')?.vouched).toBe(0);
    }
  });

  test('has the id that git gives it', () => {
    expect(commitIdOf('sha1', Buffer.from(''))).toBe('dcf5b16e76cce7425d0beaef62d79a7d10fce1f5');
  });
});
