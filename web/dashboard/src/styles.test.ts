import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync('src/styles.css', 'utf8');

function tokens(selector: string): Record<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? '';
  return Object.fromEntries(
    [...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
  );
}

function luminance(color: string) {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string) {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const texts: [string, string[]][] = [
  ['fg', ['canvas', 'surface', 'muted', 'tint']],
  ['soft', ['canvas', 'surface', 'muted', 'tint']],
  ['faint', ['surface', 'canvas', 'muted']],
  ['link', ['canvas', 'surface', 'muted', 'tint']],
  ['on-accent', ['accent', 'accent-strong']],
  ['on-danger', ['danger', 'danger-strong']],
  ['danger-fg', ['surface', 'canvas', 'danger-tint']],
  ['success-fg', ['surface', 'success-tint']],
  ['warning-fg', ['surface', 'warning-tint']],
];
const edges: [string, string[]][] = [
  ['edge', ['canvas', 'surface']],
  ['accent', ['canvas', 'surface']],
  ['danger', ['surface']],
  ['success', ['surface']],
  ['warning', ['surface']],
];

describe.each([':root', '[data-theme="dark"]'])('%s', (selector) => {
  const color = tokens(selector);
  const pairs = (list: [string, string[]][]) =>
    list.flatMap(([text, grounds]) => grounds.map((ground) => [text, ground]));
  it.each(pairs(texts))('%s is readable on %s', (text = '', ground = '') => {
    expect(contrast(color[text] ?? '', color[ground] ?? '')).toBeGreaterThanOrEqual(4.5);
  });
  it.each(pairs(edges))('%s is seen on %s', (edge = '', ground = '') => {
    expect(contrast(color[edge] ?? '', color[ground] ?? '')).toBeGreaterThanOrEqual(3);
  });
});
