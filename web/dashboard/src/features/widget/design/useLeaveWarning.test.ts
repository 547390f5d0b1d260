import { afterEach, expect, it } from 'vitest';
import { leadsAway } from './useLeaveWarning';

afterEach(() => document.body.replaceChildren());

/** Where a click on what is inside of the link leads. */
function click(href: string, options: MouseEventInit = {}, target = '') {
  const link = document.createElement('a');
  link.href = href;
  link.target = target;
  const inside = document.createElement('span');
  link.append(inside);
  document.body.append(link);
  let to: string | null = null;
  document.addEventListener(
    'click',
    (event) => {
      event.preventDefault();
      to = leadsAway(event, '/clients/1/widget');
    },
    { once: true, capture: true },
  );
  inside.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ...options }));
  return to;
}

it('tells where a link of the dashboard leads', () => {
  expect(click('/clients/1/analytics?range=7d#top')).toBe('/clients/1/analytics?range=7d#top');
});

it.each([
  ['the same page', '/clients/1/widget#main', {}, ''],
  ['another site', 'https://a.example/', {}, ''],
  ['another tab', '/clients/1/analytics', {}, '_blank'],
  ['another tab by key', '/clients/1/analytics', { ctrlKey: true }, ''],
])('lets %s be', (_, href, options, target) => {
  expect(click(href, options, target)).toBeNull();
});
