import { expect, it } from 'vitest';
import type { Answers } from '../api';
import { withExample } from './examples';
import { readsPrompt } from './readsPrompt';

const nothingSet: Answers = {
  answerer: 'auto',
  mainPrompt: '',
  n8n: { webhookUrl: null, hasWebhookSecret: false },
  openai: { baseUrl: null, hasApiKey: false, model: null },
};

it('knows who reads prompts', () => {
  expect(readsPrompt(nothingSet)).toBe('deployment');
  expect(readsPrompt({ ...nothingSet, answerer: 'built_in' })).toBe('no');
  expect(readsPrompt({ ...nothingSet, answerer: 'openai' })).toBe('yes');
  expect(readsPrompt({ ...nothingSet, n8n: { webhookUrl: 'https://n8n.example', hasWebhookSecret: false } })).toBe(
    'yes',
  );
  const half = { baseUrl: null, hasApiKey: true, model: null };
  expect(readsPrompt({ ...nothingSet, openai: half })).toBe('deployment');
  expect(readsPrompt({ ...nothingSet, openai: { ...half, model: 'a-model' } })).toBe('yes');
});

it('adds an example as a paragraph of its own', () => {
  expect(withExample('', 'Be short.')).toBe('Be short.');
  expect(withExample('Be kind.\n', 'Be short.')).toBe('Be kind.\n\nBe short.');
});
