import { expect, it } from 'vitest';
import { clientLinks } from './clientLinks';

const title = (question: string) =>
  new URL(clientLinks.teach('c', question), 'https://x.example').searchParams.get('title');

it('takes a question as title, whatever is in it', () => {
  const question = 'R&D: 50% off? #1';
  expect(title(question)).toBe(question);
  expect(clientLinks.test('c', 'a b')).toBe('/clients/c/knowledge/test?question=a+b');
  expect(clientLinks.conversation('c', '1')).toBe('/clients/c/conversations/1');
});

it('is no longer than a title may be, and ends with a whole character', () => {
  expect(title(`  a\n\n b `)).toBe('a b');
  expect(title('x'.repeat(200))).toHaveLength(200);
  const long = title(`${'x'.repeat(198)}😀😀`) ?? '';
  expect(long).toBe(`${'x'.repeat(198)}…`);
});
