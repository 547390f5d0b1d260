/** The limits of docs/API.md, told before the server is asked. Lengths are those of JavaScript. */
export const NAME_HINT = '3 to 50 letters, digits, _ or -';
export const PASSWORD_HINT = 'At least 8 characters';

export function userNameError(name: string): string | undefined {
  if (name === '') return 'Choose a user name.';
  if (name.length < 3) return 'A user name has at least 3 characters.';
  if (name.length > 50) return 'A user name has at most 50 characters.';
  if (!/^[A-Za-z0-9_-]+$/.test(name)) return 'A user name is made of letters A to Z, digits, _ and -.';
  return undefined;
}

export function newPasswordError(password: string): string | undefined {
  if (password === '') return 'Choose a password.';
  if (password.length < 8) return 'A password has at least 8 characters.';
  if (password.length > 128) return 'A password has at most 128 characters.';
  return undefined;
}

/** Without the fields that are fine. */
export function errorsOf<Name extends string>(found: Record<Name, string | undefined>): Partial<Record<Name, string>> {
  return Object.fromEntries(Object.entries(found).filter(([, error]) => error !== undefined)) as Partial<
    Record<Name, string>
  >;
}
