/** How a server signs a user's id, and how a page passes it on: docs/IDENTITY.md. */
export const SERVER_SAMPLES = [
  {
    value: 'node',
    label: 'Node',
    code: `import { createHmac } from 'node:crypto';

const hash = createHmac('sha256', process.env.CHAT_IDENTITY_SECRET)
  .update(String(user.id))
  .digest('hex');`,
  },
  {
    value: 'php',
    label: 'PHP',
    code: "$hash = hash_hmac('sha256', $user->id, getenv('CHAT_IDENTITY_SECRET'));",
  },
  {
    value: 'python',
    label: 'Python',
    code: `import hashlib, hmac, os

secret = os.environ["CHAT_IDENTITY_SECRET"].encode()
digest = hmac.new(secret, str(user.id).encode(), hashlib.sha256).hexdigest()`,
  },
] as const;

export const PAGE_SAMPLE = `// In a script before the embed code. For somebody who logs in later without
// a new page: ConferenceChat.identify({ userId, name, hash })
window.ConferenceChatConfig = {
  identity: {
    userId: '42', // the very same text that was signed
    name: 'Ada Lovelace',
    hash: '…', // what your server computed
  },
};`;
