/** Who the page says the visitor is. Kept in memory only; the server checks it. */

export interface Identity {
  userId: string;
  name?: string;
  /** HMAC-SHA256 of the user's id with the client's identity secret, made on the page's server. */
  hash: string;
}

export function readIdentity(value: unknown): Identity | null {
  const { userId, name, hash } = (value ?? {}) as Record<string, unknown>;
  const id = typeof userId === 'number' ? String(userId) : userId;
  if (typeof id !== 'string' || !id || typeof hash !== 'string' || !hash) return null;
  return { userId: id, hash, ...(typeof name === 'string' && name ? { name } : {}) };
}

/** The value of the header `x-visitor-identity`: base64url of JSON in UTF-8. */
export function identityHeader({ userId, name, hash }: Identity): string {
  const bytes = new TextEncoder().encode(JSON.stringify({ userId, name, hash }));
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return base64.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** Tells people who share a browser apart without keeping who they are: FNV-1a, 32 bits. */
export function fingerprint({ userId }: Identity): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < userId.length; index++) {
    hash = Math.imul(hash ^ userId.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16);
}
