import { afterEach, describe, expect, it, vi } from 'vitest';
import { failed, failureOf, failureOfCode, failureOfError } from './failures';

afterEach(() => vi.unstubAllGlobals());

const NOW = 1_000_000;
const answer = (status: number, body: unknown = {}, headers: Record<string, string> = {}) =>
  failureOf(new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers }), NOW);

describe('failures', () => {
  it.each([
    [401, { error: 'Login required' }, 'login_required'],
    [401, { error: 'Identity not verified' }, 'login_required'],
    [401, { error: 'Invalid API key' }, 'not_allowed'],
    [403, {}, 'not_allowed'],
    [400, {}, 'unknown'],
    [404, '<html>', 'unknown'],
    [408, {}, 'timeout'],
    [413, {}, 'too_long'],
    [500, {}, 'unavailable'],
    [502, '<html>', 'unavailable'],
    [503, {}, 'unavailable'],
    [504, {}, 'timeout'],
  ])('%d %j is %s', async (status, body, code) => {
    expect(await answer(status, body)).toEqual({ code });
  });

  it.each([
    ['the body', { retryAfter: 90 }, { 'retry-after': '7' }, NOW + 90_000],
    ['Retry-After', 'no JSON', { 'retry-after': '7' }, NOW + 7_000],
    ['nobody, in a minute', {}, {}, NOW + 60_000],
    ['only the time of the day, in a minute', {}, { 'x-ratelimit-reset': '2000' }, NOW + 60_000],
    ['nothing that makes sense, in a minute', { retryAfter: 'soon' }, { 'retry-after': '-1' }, NOW + 60_000],
  ])('a limit ends when %s says', async (_, body, headers, retryAt) => {
    expect(await answer(429, body, headers)).toEqual({ code: 'rate_limited', retryAt });
  });

  it('of requests without an answer depend on the network', () => {
    expect(failureOfError(new TypeError('failed to fetch'))).toEqual({ code: 'unavailable' });
    expect(failureOfError(failed('timeout'))).toEqual({ code: 'timeout' });
    vi.stubGlobal('navigator', { onLine: false });
    expect(failureOfError(new TypeError('failed to fetch'))).toEqual({ code: 'offline' });
  });

  it('of streams are those that they name', () => {
    expect(failureOfCode('timeout')).toEqual({ code: 'timeout' });
    expect(failureOfCode('whatever')).toEqual({ code: 'unavailable' });
  });
});
