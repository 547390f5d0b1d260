import { describe, expect, it } from 'vitest';
import type { Answers } from '../api';
import { changeOf, errorsOf, losesApiKey, losesWebhookSecret, valuesOf } from './values';

const SAVED: Answers = {
  answerer: 'n8n',
  mainPrompt: '',
  n8n: { webhookUrl: 'https://n8n.example.com/webhook/chat', hasWebhookSecret: true },
  openai: { baseUrl: null, hasApiKey: false, model: null },
};
const NEW: Answers = { ...SAVED, answerer: 'auto', n8n: { webhookUrl: null, hasWebhookSecret: false } };

describe('the change that is sent', () => {
  it('is nothing when nothing changed', () => {
    expect(changeOf(valuesOf(SAVED), SAVED)).toEqual({});
  });

  it('names only what is another', () => {
    const values = { ...valuesOf(SAVED), answerer: 'openai' as const, apiKey: ' sk-1 ', model: 'gpt' };
    expect(changeOf(values, SAVED)).toEqual({ answerer: 'openai', openai: { apiKey: 'sk-1', model: 'gpt' } });
  });

  it('takes away what was emptied', () => {
    const values = { ...valuesOf(SAVED), webhookUrl: ' ', webhookSecret: null };
    expect(changeOf(values, SAVED)).toEqual({ n8n: { webhookUrl: null, webhookSecret: null } });
  });
});

describe('an address that is another', () => {
  it('loses the secret of the one before', () => {
    expect(losesWebhookSecret(valuesOf(SAVED), SAVED)).toBe(false);
    expect(losesWebhookSecret({ ...valuesOf(SAVED), webhookUrl: 'https://other.example' }, SAVED)).toBe(true);
    expect(losesWebhookSecret({ ...valuesOf(NEW), webhookUrl: 'https://other.example' }, NEW)).toBe(false);
    const keyed = { ...SAVED, openai: { baseUrl: null, hasApiKey: true, model: 'gpt' } };
    expect(losesApiKey({ ...valuesOf(keyed), baseUrl: 'https://api.mistral.ai/v1' }, keyed)).toBe(true);
    const values = { ...valuesOf(keyed), answerer: 'openai' as const, baseUrl: 'https://api.mistral.ai/v1' };
    expect(errorsOf(values, keyed)).toHaveProperty('apiKey');
    expect(errorsOf({ ...values, apiKey: 'new' }, keyed)).toEqual({});
    expect(errorsOf({ ...values, baseUrl: '' }, keyed)).toEqual({});
    expect(errorsOf({ ...values, baseUrl: '', apiKey: null }, keyed)).toHaveProperty('apiKey');
  });
});

describe('what is missing or wrong', () => {
  it('is told for the answerer that was chosen', () => {
    expect(errorsOf(valuesOf(NEW), NEW)).toEqual({});
    expect(Object.keys(errorsOf({ ...valuesOf(NEW), answerer: 'n8n' }, NEW))).toEqual(['webhookUrl']);
    expect(Object.keys(errorsOf({ ...valuesOf(NEW), answerer: 'openai' }, NEW))).toEqual(['apiKey', 'model']);
  });

  it.each(['n8n.example.com', 'ftp://n8n.example.com', 'https://me:secret@n8n.example.com', 'nonsense'])(
    '%s is no address',
    (webhookUrl) => {
      expect(errorsOf({ ...valuesOf(NEW), webhookUrl }, NEW)).toHaveProperty('webhookUrl');
    },
  );

  it('is a secret with spaces or letters beyond ASCII, and a place that was not filled in', () => {
    expect(errorsOf({ ...valuesOf(NEW), apiKey: 'a b' }, NEW)).toHaveProperty('apiKey');
    expect(errorsOf({ ...valuesOf(NEW), webhookSecret: 'schlüssel' }, NEW)).toHaveProperty('webhookSecret');
    const baseUrl = 'https://YOUR-RESOURCE.openai.azure.com/openai/v1';
    expect(errorsOf({ ...valuesOf(NEW), baseUrl }, NEW)).toHaveProperty('baseUrl');
  });
});
