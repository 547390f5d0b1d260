/** What an answer rests on, folded under it. */

import type { Source } from '../../engine/types';
import type { Context } from '../context';
import { button, icon, make, setAttribute, setText, show } from '../dom';
import { linkTo } from '../markdown/links';
import { fill } from '../words';

export function createSources({ words, plural, number }: Context) {
  const label = make('span');
  const list = make('ol', 'source-list');
  const toggle = button('sources', '', () => unfold(list.hidden === true), icon('chevron'), label);
  let shown: readonly Source[] | null = null;
  unfold(false);

  function unfold(isShown: boolean): void {
    show(list, isShown);
    setAttribute(toggle, 'aria-expanded', String(isShown));
    if (isShown) list.scrollIntoView({ block: 'nearest' });
  }

  function item({ title, url, page, heading, excerpt }: Source): HTMLElement {
    const place = page ? [fill(words.page, { number: number(page) })] : [];
    if (heading && heading !== title) place.push(heading);
    const inside = [title, icon('link'), make('span', 'unseen', {}, ` (${words.newWindow})`)];
    // Readers of PDF go to the page.
    const address = url && page && /\.pdf$/i.test(url) ? `${url}#page=${page}` : url;
    return make(
      'li',
      'source',
      { tabindex: -1, dir: 'auto' },
      make('div', 'source-title', {}, (address && linkTo(address, inside)) || title),
      place[0] && make('div', 'source-place', {}, place.join(' · ')),
      excerpt && make('p', 'source-excerpt', {}, excerpt),
    );
  }

  return {
    /** Beside the time. */
    toggle,
    /** Under it. */
    list,
    update(sources: readonly Source[]): void {
      show(toggle, sources.length > 0);
      if (sources === shown) return;
      shown = sources;
      list.replaceChildren(...sources.map(item));
      if (sources.length) setText(label, plural(words.sources, sources.length));
      else unfold(false);
    },
    /** Unfolds the list and goes to the source of a citation, counted from 1. */
    reveal(citation: number): void {
      unfold(true);
      const source = list.children[citation - 1];
      if (!(source instanceof HTMLElement)) return;
      source.focus({ preventScroll: true });
      source.scrollIntoView({ block: 'nearest' });
    },
  };
}
