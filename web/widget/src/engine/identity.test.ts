import { describe, expect, it } from 'vitest';
import { fingerprint, identityHeader, readIdentity } from './identity';

describe('identities', () => {
  it('go into a header as base64url of UTF-8', () => {
    const header = identityHeader({ userId: 'zoë?>', name: 'Zoë 🚀', hash: 'ab' });
    expect(header).toMatch(/^[\w-]+$/);
    const bytes = Uint8Array.from(atob(header.replace(/-/g, '+').replace(/_/g, '/')), (sign) => sign.charCodeAt(0));
    expect(JSON.parse(new TextDecoder().decode(bytes))).toEqual({ userId: 'zoë?>', name: 'Zoë 🚀', hash: 'ab' });
  });

  it.each([
    [
      { userId: 'a', hash: 'b' },
      { userId: 'a', hash: 'b' },
    ],
    [
      { userId: 7, name: '', hash: 'b', more: 1 },
      { userId: '7', hash: 'b' },
    ],
    [{ userId: '', hash: 'b' }, null],
    [{ userId: 'a' }, null],
    ['a', null],
    [null, null],
    [undefined, null],
  ])('%j is read as %j', (value, expected) => {
    expect(readIdentity(value)).toEqual(expected);
  });

  it('leave a mark that does not tell them', () => {
    const marks = ['1', '2', 'ann@example.com', 'bob@example.com'].map((userId) => fingerprint({ userId, hash: '' }));
    expect(new Set(marks).size).toBe(marks.length);
    for (const mark of marks) expect(mark).toMatch(/^[\da-f]{1,8}$/);
  });
});
