import createClient from 'openapi-fetch';
import { answerError, networkError } from './error';
import type { paths } from './schema';

export { ApiError } from './error';

/** Calls the server by its OpenAPI document. Wrap each call in `unwrap`. */
export const api = createClient<paths>({
  // Looked up at each call, so that tests can put another one in its place.
  fetch: (request) => globalThis.fetch(request),
});

api.use({ onError: ({ error }) => networkError(error) });

interface Answered<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The answer's body, or an ApiError thrown. */
export async function unwrap<T>(call: Promise<Answered<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw answerError(response, error);
  return data as T;
}

/** A request outside the OpenAPI client (files, streams), with the same errors. */
export async function request(address: string, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await globalThis.fetch(address, init);
  } catch (cause) {
    throw networkError(cause);
  }
  if (response.ok) return response;
  const body = await response.text();
  throw answerError(response, parsed(body));
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
