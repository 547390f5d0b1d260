import { expect, it } from 'vitest';
import { LARGEST_BYTES, refusalOf } from './files';

it('takes what the server reads, in any case of letters', () => {
  for (const name of ['a.pdf', 'B.PDF', 'notes.v2.md', 'x.htm', 'list.Csv']) {
    expect(refusalOf({ name, size: 1 })).toBeNull();
  }
  expect(refusalOf({ name: 'a.pdf', size: LARGEST_BYTES })).toBeNull();
});

it('says what to do with what it does not take', () => {
  expect(refusalOf({ name: 'talks.xlsx', size: 1 })).toContain('CSV');
  expect(refusalOf({ name: 'talks.PPTX', size: 1 })).toContain('PDF');
  expect(refusalOf({ name: 'folder', size: 4096 })).toContain('cannot be read');
  expect(refusalOf({ name: 'pdf', size: 1 })).toContain('cannot be read');
  expect(refusalOf({ name: 'a.pdf', size: 0 })).toContain('empty');
  expect(refusalOf({ name: 'a.pdf', size: LARGEST_BYTES + 1 })).toContain('10 MB');
  expect(refusalOf({ name: `${'a'.repeat(252)}.pdf`, size: 1 })).toContain('name');
});
