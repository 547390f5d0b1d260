import { afterEach, expect, it } from 'vitest';
import { linkOf } from './UnsavedGuard';

afterEach(() => {
  document.body.replaceChildren();
  history.replaceState(null, '', '/');
});

/** Where a click on what is inside of the link leads. */
function click(href: string, options: MouseEventInit = {}, attributes: Record<string, string> = {}) {
  history.replaceState(null, '', '/clients/1/widget');
  const link = document.createElement('a');
  for (const [name, value] of Object.entries({ ...attributes, href })) link.setAttribute(name, value);
  const inside = document.createElement('span');
  link.append(inside);
  document.body.append(link);
  let to: string | null = null;
  const hear = (event: MouseEvent) => {
    to = linkOf(event);
    event.preventDefault();
  };
  document.addEventListener('click', hear, { once: true, capture: true });
  inside.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ...options }));
  return to;
}

it('tells where a link of the dashboard leads', () => {
  expect(click('/clients/1/analytics?range=7d#top')).toBe('/clients/1/analytics?range=7d#top');
});

it.each([
  ['a part of the same page', '/clients/1/widget#main', {}, {}],
  ['another site', 'https://a.example/', {}, {}],
  ['another tab', '/clients/1/analytics', {}, { target: '_blank' }],
  ['another tab by key', '/clients/1/analytics', { ctrlKey: true }, {}],
  ['a file', '/api/export', {}, { download: '' }],
])('lets %s be', (_, href, options, attributes) => {
  expect(click(href, options, attributes)).toBeNull();
});
