/** One wrong field, as the server tells it. */
export interface ErrorDetail {
  code: string;
  path: (string | number)[];
  message: string;
}

/** Whatever goes wrong with a request. `status` is 0 when there was no answer at all. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly error: string;
  readonly details: ErrorDetail[];
  readonly requestId: string | null;
  /** Seconds. */
  readonly retryAfter: number | null;

  constructor(
    told: { status: number; error: string; message: string } & Partial<
      Pick<ApiError, 'details' | 'requestId' | 'retryAfter'>
    >,
    options?: ErrorOptions,
  ) {
    super(told.message, options);
    this.status = told.status;
    this.error = told.error;
    this.details = told.details ?? [];
    this.requestId = told.requestId ?? null;
    this.retryAfter = told.retryAfter ?? null;
  }

  get isOffline() {
    return this.status === 0;
  }
}

const OFFLINE = 'The server cannot be reached. Check your connection and try again.';

/** What `fetch` throws when there is no answer. An aborted request stays what it is. */
export function networkError(cause: unknown): Error {
  if (cause instanceof DOMException && cause.name === 'AbortError') return cause;
  return new ApiError({ status: 0, error: 'offline', message: OFFLINE }, { cause });
}

/** The error in an answer that is none of 2xx; `body` is its text or JSON. */
export function answerError(response: Response, body: unknown): ApiError {
  const told = isObject(body) ? body : {};
  return new ApiError({
    status: response.status,
    error: text(told.error) ?? response.statusText,
    message: text(told.message) ?? fallback(response.status),
    details: Array.isArray(told.details) ? told.details.flatMap(detail) : [],
    requestId: text(told.requestId) ?? response.headers.get('x-request-id'),
    retryAfter: seconds(response.headers.get('retry-after')),
  });
}

/** Any thrown value as an ApiError: for places that show one. */
export function asApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  const message = 'Something went wrong on this page. Reload it and try again.';
  return new ApiError({ status: -1, error: 'unexpected', message }, { cause: thrown });
}

function fallback(status: number) {
  if (status === 429) return 'Too many requests. Wait a moment and try again.';
  if (status >= 500) return 'The server could not answer. Try again in a moment.';
  return 'The server did not accept this request.';
}

function detail(value: unknown): ErrorDetail[] {
  if (!isObject(value)) return [];
  const path = Array.isArray(value.path)
    ? value.path.filter((step) => typeof step === 'string' || typeof step === 'number')
    : [];
  return [{ code: text(value.code) ?? 'custom', path, message: text(value.message) ?? 'Not valid' }];
}

function seconds(header: string | null) {
  const value = Number(header ?? Number.NaN);
  return Number.isFinite(value) ? value : null;
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
