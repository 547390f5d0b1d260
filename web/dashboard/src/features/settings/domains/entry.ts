/** An entry for the list, or why there is none. `note` says what was changed about what was typed. */
export type Read = { entry: string; note?: string } | { error: string };

const WEB = /^https?:\/\//;
const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//;
const NOT_A_HOST = 'This is no host. Write it like example.com, localhost:3000 or *.example.com.';

/** Reads what was typed or pasted by the rules of the server (docs/API.md, `domains`), in the form that browsers send. */
export function readEntry(typed: string): Read {
  const read = readLowerCase(typed.trim().toLowerCase());
  const isAnother = 'entry' in read && !read.note && read.entry !== typed.trim();
  return isAnother ? { ...read, note: `Kept is ${read.entry}.` } : read;
}

function readLowerCase(text: string): Read {
  if (text === '') return { error: 'Enter a host, like example.com.' };
  if (text.includes('@')) return { error: 'Leave out the user name: the host alone counts.' };
  if (text.startsWith('*.')) return readWildcard(text);
  if (text.includes('*')) return { error: starError(text) };
  if (SCHEME.test(text) && !WEB.test(text)) return readApp(text);
  const url = parsed(WEB.test(text) ? text : `https://${text}`);
  if (!url || !isHost(url.hostname, text)) return { error: NOT_A_HOST };
  const entry = WEB.test(text) ? url.origin : hostOf(url);
  return { entry, ...noteOf(text, entry, url) };
}

function readWildcard(text: string): Read {
  const parent = text.slice(2);
  if (parent.includes('*')) return { error: 'Only one star, at the front: *.example.com.' };
  const url = parsed(`https://${parent}`);
  if (!url || !isHost(url.hostname, parent) || SCHEME.test(parent)) {
    return { error: 'Write the domain after the star, like *.example.com.' };
  }
  if (url.port) return { error: 'A star does not go with a port. Name each host with its port: app.example.com:8443.' };
  if (!url.hostname.includes('.') && url.hostname !== 'localhost') {
    return { error: `This would allow every page that ends in .${url.hostname}. Write a whole domain.` };
  }
  const entry = `*.${url.hostname}`;
  return { entry, ...noteOf(text, entry, url) };
}

function starError(text: string) {
  if (/^\*?$|^(https?:\/\/)?\*$/.test(text)) return 'To allow every page, leave the list empty.';
  if (SCHEME.test(text)) return 'A star has no https:// before it: *.example.com.';
  return 'A star stands at the front, for all sub-domains: *.example.com.';
}

/** The origin of an app, such as capacitor://localhost, which is compared as it is. */
function readApp(text: string): Read {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]+$/.test(text)
    ? { entry: text, note: 'This is the origin of an app, not of pages on the web.' }
    : { error: 'Pages have http:// or https:// before the host, or nothing.' };
}

function noteOf(text: string, entry: string, url: URL): { note?: string } {
  if (url.hostname.includes('xn--') && !text.includes('xn--')) {
    return { note: `Browsers write this name as ${entry}, so that is what is kept.` };
  }
  if (url.pathname !== '/' || url.search || url.hash) {
    return { note: `Pages are allowed by host, not one by one. Kept is ${entry}.` };
  }
  return {};
}

/** With its port, unless that is the default one of http or https. */
const hostOf = (url: URL) => (url.port === '80' ? url.hostname : url.host);

function isHost(host: string, text: string) {
  if (host.length > 253 || host.startsWith('.') || host.endsWith('.') || host.includes('..')) return false;
  if (host.startsWith('[')) return true;
  // The parser takes `123` and `0x7f.1` for IPv4 addresses.
  if (/^[\d.]+$/.test(host)) return text.includes(host);
  return /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(host);
}

function parsed(address: string): URL | null {
  return URL.canParse(address) ? new URL(address) : null;
}

/** What an entry of the list allows, in words. */
export function meaningOf(entry: string): string {
  if (entry.startsWith('*.') && entry.length > 2)
    return `All sub-domains of ${entry.slice(2)}, not ${entry.slice(2)} itself`;
  const read = readEntry(entry);
  if ('error' in read || read.entry !== entry)
    return 'Allows nothing: no page is called so. Remove it, and add it anew.';
  if (entry.startsWith('http://')) return 'This host over http only';
  if (entry.startsWith('https://')) return 'This host over https only';
  if (SCHEME.test(entry)) return 'An app';
  if (entry.includes('.') && entry.split('.').length === 2 && !entry.includes(':'))
    return `This host alone, not www.${entry}`;
  return 'This host alone';
}
