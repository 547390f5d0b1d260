/** What goes wrong between the browser and the server, as the few things a visitor can understand. */

import { isRecord } from './settings';
import type { Failure, FailureCode } from './types';

export class Failed extends Error {
  constructor(readonly failure: Failure) {
    super(failure.code);
  }
}

export function failed(code: FailureCode): Failed {
  return new Failed({ code });
}

const LOGIN_ERRORS: readonly unknown[] = ['Login required', 'Identity not verified'];

/** Why the server refused. */
export async function failureOf(response: Response, now = Date.now()): Promise<Failure> {
  const body: unknown = await response.json().catch(() => null);
  const { status } = response;
  if (status === 429) return { code: 'rate_limited', retryAt: retryAt(response.headers, body, now) };
  if (status === 401 && isRecord(body) && LOGIN_ERRORS.includes(body.error)) return { code: 'login_required' };
  if (status === 401 || status === 403) return { code: 'not_allowed' };
  if (status === 413) return { code: 'too_long' };
  if (status === 408 || status === 504) return { code: 'timeout' };
  return { code: status >= 500 ? 'unavailable' : 'unknown' };
}

/** In so many seconds, as the body or the headers say; else in a minute. Not at a time of the day: the visitor's clock may be wrong. */
function retryAt(headers: Headers, body: unknown, now: number): number {
  const told = [isRecord(body) && body.retryAfter, headers.get('retry-after')];
  return now + (told.map(Number).find((seconds) => seconds > 0) ?? 60) * 1000;
}

/** Of a request that got no answer. A server that is away and a page that is not allowed look the same to a script. */
export function failureOfError(error: unknown): Failure {
  if (error instanceof Failed) return error.failure;
  return { code: navigator.onLine === false ? 'offline' : 'unavailable' };
}

/** What `error` events of a stream call it. */
export function failureOfCode(code: unknown): Failure {
  return { code: code === 'timeout' ? 'timeout' : 'unavailable' };
}
