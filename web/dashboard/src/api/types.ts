import type { operations, paths } from './schema';

type Json<Responses> = Responses extends { content: { 'application/json': infer Body } } ? Body : never;

/** The body of the good answer of a route: `Answer<'/api/auth/me', 'get'>`. */
export type Answer<Path extends keyof paths, Method extends keyof paths[Path]> = paths[Path][Method] extends {
  responses: infer Responses;
}
  ? Json<Responses[keyof Responses & (200 | 201 | 202)]>
  : never;

/** The body that a route takes. */
export type Body<Path extends keyof paths, Method extends keyof paths[Path]> = paths[Path][Method] extends {
  requestBody?: infer Request;
}
  ? Json<NonNullable<Request>>
  : never;

export type { operations };

type ClientAnswer = Answer<'/api/dashboard/clients/{id}', 'get'>;
export type ClientStatus = NonNullable<Body<'/api/dashboard/clients/{id}', 'patch'>['status']>;
/** A client as pages use it: see `readClient`. */
export type Client = Omit<ClientAnswer, 'allowedDomains' | 'status'> & {
  allowedDomains: string[];
  status: ClientStatus;
};
export type Session = Answer<'/api/auth/me', 'get'>;
