import { describe, expect, test } from 'vitest';
import { contrast, palette, readableOn, textOn } from './contrast';
import { BASE } from './view/styles/base';

/** Colours over the whole cube, and every grey. */
function* colors(): Generator<string> {
  const hex = (part: number) => part.toString(16).padStart(2, '0');
  for (let red = 0; red <= 255; red += 17) {
    for (let green = 0; green <= 255; green += 17) {
      for (let blue = 0; blue <= 255; blue += 17) yield `#${hex(red)}${hex(green)}${hex(blue)}`;
    }
  }
  for (let grey = 0; grey <= 255; grey++) yield `#${hex(grey).repeat(3)}`;
}

/** The worst colour for a measure, so that a failure tells which one. */
function worst(measure: (color: string) => number): [number, string] {
  let [least, which] = [Number.POSITIVE_INFINITY, ''];
  for (const color of colors()) {
    const value = measure(color);
    if (value < least) [least, which] = [value, color];
  }
  return [least, which];
}

describe('contrast', () => {
  test('is that of WCAG', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
    expect(contrast('#123456', '#123456')).toBe(1);
  });

  test('signs can be seen on every colour', () => {
    const [least, color] = worst((color) => contrast(textOn(color), color));
    expect(least, color).toBeGreaterThanOrEqual(3);
    expect(textOn('#3b82f6')).toBe('#ffffff');
    expect(textOn('#facc15')).toBe('#000000');
  });

  test('text can be read on every brand, which is darkened for white where it has to be', () => {
    const [least, color] = worst((color) => {
      const { brand, onBrand } = palette(color, 'light');
      return contrast(brand, onBrand);
    });
    expect(least, color).toBeGreaterThanOrEqual(4.5);
    expect(palette('#4f46e5', 'light').brand).toBe('#4f46e5');
    expect(palette('#facc15', 'light').brand).toBe('#facc15');
    expect(contrast(palette('#3b82f6', 'light').brand, '#3b82f6')).toBeLessThan(1.3);
  });

  for (const theme of ['light', 'dark'] as const) {
    test(`every brand has an accent for the ${theme} surfaces, and text for it`, () => {
      const surfaces = surfacesOf(theme);
      expect(surfaces).toHaveLength(3);
      for (const surface of surfaces) {
        const [least, color] = worst((color) => contrast(palette(color, theme).accent, surface));
        expect(least, `${color} on ${surface}`).toBeGreaterThanOrEqual(4.5);
      }
      const [least, color] = worst((color) => {
        const { accent, onAccent } = palette(color, theme);
        return contrast(accent, onAccent);
      });
      expect(least, color).toBeGreaterThanOrEqual(4.5);
    });

    test(`texts can be read on the ${theme} surfaces`, () => {
      for (const name of ['text', 'muted', 'bad']) {
        for (const surface of surfacesOf(theme)) {
          expect(contrast(colorOf(theme, name), surface), `${name} on ${surface}`).toBeGreaterThanOrEqual(4.5);
        }
      }
    });
  }

  test('a colour that can be read stays as it is', () => {
    expect(readableOn('#1d4ed8', '#ffffff')).toBe('#1d4ed8');
    expect(palette('#ABC', 'light').brand).toBe('#aabbcc');
  });

  test('what is no colour gives the product’s own', () => {
    for (const color of ['', 'red', '#12', 'url(x)']) expect(palette(color, 'light').brand).toBe('#2563eb');
  });
});

/** A colour of the styles, `#rgb` or `#rrggbb`. */
function colorOf(theme: 'light' | 'dark', name: string): string {
  const rules = BASE.split('[data-theme=dark]')[theme === 'light' ? 0 : 1] ?? '';
  const value = new RegExp(`--${name}: (#\\w+);`).exec(rules)?.[1] ?? '';
  return value.length === 4 ? `#${[...value.slice(1)].map((digit) => digit + digit).join('')}` : value;
}

function surfacesOf(theme: 'light' | 'dark'): string[] {
  return ['bg', 'soft', 'hover'].map((name) => colorOf(theme, name));
}
