/** Links go to the web and to mail, nowhere else. */

import { make } from '../dom';

const PROTOCOLS = ['http:', 'https:', 'mailto:'];
const BARE = /https?:\/\/[^\s<>"“”]{1,2000}|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/gi;

/** An address that is safe to follow, or null. */
export function safeUrl(address: string): string | null {
  try {
    const url = new URL(address);
    return PROTOCOLS.includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** A link that opens beside the page, or null where the address is none to follow. */
export function linkTo(address: string, inside: readonly (Node | string)[]): HTMLAnchorElement | null {
  const href = safeUrl(address);
  if (!href) return null;
  return make('a', '', { href, target: '_blank', rel: 'noopener noreferrer' }, inside);
}

/** Joins texts that stand side by side and makes links of the addresses in them. */
export function withLinks(parts: readonly (Node | string)[], isInLink: boolean): Node[] {
  const nodes: Node[] = [];
  let texts: string[] = [];
  const flush = () => {
    for (const node of linked(texts.join(''), isInLink)) nodes.push(node);
    texts = [];
  };
  for (const part of parts) {
    if (typeof part === 'string') texts.push(part);
    else {
      flush();
      nodes.push(part);
    }
  }
  flush();
  return nodes;
}

function linked(text: string, isInLink: boolean): Node[] {
  const nodes: Node[] = [];
  let at = 0;
  for (const match of isInLink ? [] : text.matchAll(BARE)) {
    const address = withoutEnd(match[0]);
    const link = linkTo(address.includes('://') ? address : `mailto:${address}`, [address]);
    if (!link) continue;
    if (match.index > at) nodes.push(document.createTextNode(text.slice(at, match.index)));
    nodes.push(link);
    at = match.index + address.length;
  }
  if (at < text.length) nodes.push(document.createTextNode(text.slice(at)));
  return nodes;
}

/** Punctuation after an address is the sentence's, and so is a bracket that was opened before it. */
function withoutEnd(address: string): string {
  let end = address.length;
  const hasOpening = address.includes('(');
  while (end > 0 && (/[.,;:!?'*_~\]}、。」]/.test(address[end - 1] ?? '') || (address[end - 1] === ')' && !hasOpening)))
    end--;
  return address.slice(0, end);
}
