export function clientNameError(name: string): string | undefined {
  if (name.trim() === '') return 'Give it a name.';
  return name.trim().length > 100 ? 'The name has at most 100 characters.' : undefined;
}
