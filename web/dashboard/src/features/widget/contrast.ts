import { contrast } from '@/lib/contrast';

/** The widget's own rule for text on a brand colour (WCAG 2.2), to say what it will do. */

/** White where signs in it can be seen, for texts on a shade as much darker as they need; else black. */
export function textOn(color: string) {
  const text = contrast(color, '#ffffff') >= 3 ? '#ffffff' : '#000000';
  const background = text === '#ffffff' ? darkened(color) : color;
  const name = text === '#ffffff' ? 'white' : 'black';
  return { color: text, name, background, ratio: contrast(background, text) };
}

/** The colour, or the nearest darker one on which white can be read. */
function darkened(color: string) {
  const shade = (share: number) =>
    `#${[1, 3, 5].map((at) => hex((Number.parseInt(color.slice(at, at + 2), 16) * share) / 100)).join('')}`;
  if (contrast(color, '#ffffff') >= 4.5) return color;
  let share = 99;
  while (contrast(shade(share), '#ffffff') < 4.5) share--;
  return shade(share);
}

function hex(part: number) {
  return Math.round(part).toString(16).padStart(2, '0');
}
