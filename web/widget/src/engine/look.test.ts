import { describe, expect, it } from 'vitest';
import { cleanLook, resolveLook } from './look';

describe('who decides how the button looks', () => {
  const [page, settings, hint] = ['#111111', '#222222', '#333333'];
  it.each([
    [page, settings, hint, page],
    [undefined, settings, hint, settings],
    [undefined, undefined, hint, hint],
    [undefined, undefined, undefined, '#3b82f6'],
    [page, undefined, undefined, page],
    ['red', settings, hint, settings],
    ['javascript:1', 'nonsense', '#12', '#3b82f6'],
    ['#abc', settings, hint, '#abc'],
    [' #ABCDEF ', settings, hint, '#ABCDEF'],
    [42, { toString: () => page }, hint, hint],
  ])('page %s, settings %s, hint %s: %s', (page, settings, hint, expected) => {
    const [a, b, c] = [page, settings, hint].map((primaryColor) => cleanLook({ primaryColor }));
    expect(resolveLook(a ?? {}, b ?? {}, c ?? {}).primaryColor).toBe(expected);
  });

  it.each([
    ['bottom-left', 'bottom-right', 'bottom-left'],
    ['top-left', 'bottom-left', 'bottom-left'],
    [undefined, undefined, 'bottom-right'],
  ])('position %s on the page, %s in the settings: %s', (page, settings, expected) => {
    expect(resolveLook(cleanLook({ position: page }), cleanLook({ position: settings }), {}).position).toBe(expected);
  });
});
