import { ApiError, networkError } from '@/api/error';
import type { Upload } from '../api';

const BROKEN = 'The upload broke off. Check your connection and try again.';
const REFUSED =
  'The store of files did not take it. Try again; if it happens once more, the file may have changed meanwhile.';

/** Sends a file to where the server said. By XMLHttpRequest: `fetch` does not tell how far it is. */
export function putFile(upload: Upload, file: File, onProgress: (share: number) => void, signal: AbortSignal) {
  return new Promise<void>((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    const fail = (status: number, message: string) => reject(new ApiError({ status, error: 'Upload failed', message }));

    request.open(upload.method, upload.url);
    for (const [name, value] of Object.entries(upload.headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => (request.status >= 200 && request.status < 300 ? resolve() : fail(request.status, REFUSED));
    request.onerror = () => fail(0, BROKEN);
    request.onabort = () => reject(networkError(new DOMException('Cancelled', 'AbortError')));
    request.onloadend = () => signal.removeEventListener('abort', abort);
    signal.addEventListener('abort', abort);
    if (signal.aborted) reject(new DOMException('Cancelled', 'AbortError'));
    else request.send(file);
  });
}
