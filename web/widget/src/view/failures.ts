/** What went wrong, in the visitor's words, with what to do about it. */

import type { Failure } from '../engine/types';
import type { Context } from './context';

export function tell(failure: Failure | null, context: Context): string {
  const { words } = context;
  switch (failure?.code) {
    case 'offline':
      return words.offline;
    case 'rate_limited':
      return context.plural(words.limited, minutesUntil(failure.retryAt));
    case 'timeout':
      return words.timeout;
    case 'unavailable':
      return words.unavailable;
    case 'not_allowed':
      return words.notAllowed;
    case 'login_required':
      return words.loginRequired;
    default:
      return words.failed;
  }
}

/** Trying again now would end the same. */
export function isFinal(failure: Failure | null): boolean {
  const isForGood = ['not_allowed', 'login_required', 'too_long'].includes(failure?.code ?? '');
  return isForGood || (failure?.retryAt ?? 0) > Date.now();
}

export function minutesUntil(time: number | null | undefined): number {
  return Math.max(1, Math.ceil(((time ?? 0) - Date.now()) / 60_000));
}
