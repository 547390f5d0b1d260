import { expect, it } from 'vitest';
import { changedTags, stateOfTag } from './bulkTags';

const document = (...ids: string[]) => ({ tags: ids.map((id) => ({ id, name: id })) });

it('says how many have a tag', () => {
  const documents = [document('venue', 'food'), document('venue')];
  expect(['venue', 'food', 'press'].map((tag) => stateOfTag(documents, tag))).toEqual([true, 'some', false]);
});

it('changes only what was touched', () => {
  const changes = new Map([
    ['food', true],
    ['press', false],
  ]);
  expect(changedTags(document('venue', 'press'), changes)).toEqual(['venue', 'food']);
  expect(changedTags(document('venue', 'food'), changes)).toBeNull();
});
