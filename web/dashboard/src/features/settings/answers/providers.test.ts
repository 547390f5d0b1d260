import { expect, it } from 'vitest';
import { PROVIDERS, providerOf } from './providers';

it('a provider is known by its address', () => {
  for (const { value, baseUrl } of PROVIDERS) expect(providerOf(baseUrl)).toBe(value);
  expect(providerOf('https://mine.openai.azure.com/openai/v1/')).toBe('azure');
  expect(providerOf('https://api.mistral.ai/v1/')).toBe('mistral');
  expect(providerOf('https://llm.example.com/v1')).toBe('other');
  expect(providerOf('https://openai.azure.com.evil.example/v1')).toBe('other');
});
