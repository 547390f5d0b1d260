import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contrast, palette, readableOn, textOn } from './contrast';

const color = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);
const theme = fc.constantFrom('light', 'dark');
const SURFACES = { light: '#eceff3', dark: '#2a2f38' };

it('is the same both ways, and from 1 to 21', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(color, color, (one, other) => {
      const ratio = contrast(one, other);
      expect(ratio).toBe(contrast(other, one));
      expect(ratio).toBeGreaterThanOrEqual(1);
      expect(ratio).toBeLessThanOrEqual(21.000001);
    }),
  );
});

it('finds for every colour one that can be read on every other', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(color, color, (one, background) => {
      expect(contrast(readableOn(one, background), background)).toBeGreaterThanOrEqual(4.5);
    }),
  );
});

it('makes a palette that can be read of any colour', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(color, theme, (chosen, name) => {
      const { brand, onBrand, accent, onAccent } = palette(chosen, name);
      expect(contrast(brand, onBrand)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(accent, SURFACES[name])).toBeGreaterThanOrEqual(4.5);
      expect(contrast(accent, onAccent)).toBeGreaterThanOrEqual(3);
    }),
  );
});

it('makes colours of any text', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), theme, (text, name) => {
      for (const made of Object.values(palette(text, name))) expect(made).toMatch(/^#[\da-f]{6}$/);
      expect(['#000000', '#ffffff']).toContain(textOn(text));
    }),
  );
});
