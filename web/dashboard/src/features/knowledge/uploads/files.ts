import { formatBytes } from '@/lib/format';

/** As the server has them. */
const ENDINGS = ['pdf', 'docx', 'txt', 'text', 'md', 'markdown', 'csv', 'html', 'htm'];
export const LARGEST_BYTES = 10 * 1024 * 1024;

export const ACCEPT = ENDINGS.map((ending) => `.${ending}`).join(',');
export const KINDS_HINT = 'PDF, DOCX, TXT, Markdown, CSV or HTML, up to 10 MB each';

/** What to make of files that cannot be read. */
const ADVICE: [RegExp, string][] = [
  [/^(xlsx?|ods|numbers)$/, 'Save the spreadsheet as CSV and upload that.'],
  [/^(pptx?|odp|key)$/, 'Save the presentation as PDF and upload that.'],
  [/^(doc|odt|rtf|pages)$/, 'Save it as DOCX or PDF and upload that.'],
  [/^(png|jpe?g|gif|webp|heic|svg|tiff?)$/, 'A picture has no text to read: write its text as a document of its own.'],
  [/^(zip|rar|7z|gz|tar)$/, 'Unpack it and upload the files in it.'],
];

/** Why a file need not be sent at all; null for one that may. */
export function refusalOf({ name, size }: { name: string; size: number }): string | null {
  const dot = name.lastIndexOf('.');
  const ending = dot < 0 ? '' : name.slice(dot + 1).toLowerCase();
  if (!ENDINGS.includes(ending)) {
    const advice = ADVICE.find(([endings]) => endings.test(ending))?.[1];
    return `This kind of file cannot be read. ${advice ?? 'Upload a PDF, DOCX, TXT, Markdown, CSV or HTML file.'}`;
  }
  if (size === 0) return 'The file is empty.';
  if (size > LARGEST_BYTES) {
    return `The file has ${formatBytes(size)}; 10 MB are allowed. Split it, or make its pictures smaller.`;
  }
  if (name.length > 255) return 'The name of the file is too long. Give it one of at most 255 characters.';
  return null;
}
