import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrast } from '@/lib/contrast';

const css = readFileSync('src/styles.css', 'utf8');

function tokens(selector: string): Record<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? '';
  return Object.fromEntries(
    [...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
  );
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
