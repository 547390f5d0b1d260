import { request } from '@/api/client';
import { networkError } from '@/api/error';

export type Format = 'csv' | 'jsonl';

export interface Export {
  clientId: string;
  format: Format;
  from?: string;
  to?: string;
}

/** Reads all parts of an export and puts them together: one answer holds no more than 4 MB. */
export async function readExport(
  { clientId, ...query }: Export,
  signal: AbortSignal,
  onProgress: (bytes: number) => void,
): Promise<Blob> {
  const parts: Blob[] = [];
  let bytes = 0;
  let cursor: string | null = null;
  do {
    const search = new URLSearchParams({ ...query, ...(cursor && { cursor }) });
    const response = await request(`/api/dashboard/clients/${clientId}/conversations/export?${search}`, { signal });
    const part = await wholePart(response);
    parts.push(part);
    bytes += part.size;
    onProgress(bytes);
    cursor = response.headers.get('x-next-cursor');
  } while (cursor);
  const type = query.format === 'csv' ? 'text/csv' : 'application/x-ndjson';
  return new Blob(parts, { type });
}

/** A part that breaks off rejects: the server then leaves out its end. */
async function wholePart(response: Response) {
  try {
    return await response.blob();
  } catch (cause) {
    throw networkError(cause);
  }
}
