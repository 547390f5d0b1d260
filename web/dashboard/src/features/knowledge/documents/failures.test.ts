import { expect, it } from 'vitest';
import { remedyOf } from './failures';

const failure = (code: string) => ({ code, message: 'A sentence' });

it('asks for another file when the file is the reason', () => {
  for (const code of ['needs_ocr', 'encrypted', 'corrupt', 'upload_missing', 'something_new']) {
    expect(remedyOf({ failure: failure(code), fileName: 'a.pdf' })).toBe('replace');
  }
});

it('tries again when it is not', () => {
  for (const code of ['store_away', 'took_too_long', 'interrupted']) {
    expect(remedyOf({ failure: failure(code), fileName: 'a.pdf' })).toBe('reprocess');
  }
  expect(remedyOf({ failure: failure('not_started'), fileName: null })).toBe('reprocess');
});

it('sends a text back to whoever wrote it', () => {
  expect(remedyOf({ failure: failure('empty'), fileName: null })).toBe('edit');
});
