/** Colours that can be read on and beside any brand colour (WCAG 2.2: 4.5:1 for text, 3:1 for signs). */

type Rgb = readonly [red: number, green: number, blue: number];

const TEXT_RATIO = 4.5;
/** For signs, and for white on a brand that is darkened for text. */
const SIGN_RATIO = 3;
const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
/** The hardest surfaces of the panel that accents stand on. The styles have the same ones. */
const SURFACES = { light: '#eceff3', dark: '#2a2f38' } as const;
const FALLBACK = '#2563eb';

export interface Palette {
  /** The colour as it was chosen, `#rrggbb`, or a little darker where white text stands on it. */
  brand: string;
  /** Text and signs on it. */
  onBrand: string;
  /** The brand's hue for links and signs on the panel's surfaces. */
  accent: string;
  /** Text on the accent. */
  onAccent: string;
}

export function palette(color: string, theme: 'light' | 'dark'): Palette {
  const chosen = toHex(parse(color) ?? parseKnown(FALLBACK));
  const onBrand = textOn(chosen);
  const brand = readableOn(chosen, onBrand);
  const accent = readableOn(chosen, SURFACES[theme]);
  return { brand, onBrand, accent, onAccent: textOn(accent) };
}

/** White where signs in it can be seen, else black. */
export function textOn(color: string): string {
  return luminance(parseKnown(color)) <= 1.05 / SIGN_RATIO - 0.05 ? '#ffffff' : '#000000';
}

/** The colour itself, or the nearest one towards black or white that can be read on the background. */
export function readableOn(color: string, background: string, ratio = TEXT_RATIO): string {
  if (contrast(color, background) >= ratio) return color;
  const from = parseKnown(color);
  const isBright = contrast(background, '#000000') > contrast(background, '#ffffff');
  const to = isBright ? BLACK : WHITE;
  let [low, high] = [0, 1];
  for (let step = 0; step < 8; step++) {
    const middle = (low + high) / 2;
    if (contrast(mix(from, to, middle), background) >= ratio) high = middle;
    else low = middle;
  }
  return mix(from, to, high);
}

/** From 1 to 21, of two colours `#rrggbb`. */
export function contrast(one: string, other: string): number {
  const [bright, dark] = [luminance(parseKnown(one)), luminance(parseKnown(other))].sort((a, b) => b - a) as [
    number,
    number,
  ];
  return (bright + 0.05) / (dark + 0.05);
}

function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mix(from: Rgb, to: Rgb, share: number): string {
  return toHex(from.map((part, index) => Math.round(part + ((to[index] ?? 0) - part) * share)) as unknown as Rgb);
}

function parse(color: string): Rgb | null {
  const digits = /^#?([\da-f]{3}|[\da-f]{6})$/i.exec(color.trim())?.[1];
  if (!digits) return null;
  const long = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits;
  return [0, 2, 4].map((at) => Number.parseInt(long.slice(at, at + 2), 16)) as unknown as Rgb;
}

function parseKnown(color: string): Rgb {
  return parse(color) ?? BLACK;
}

function toHex(color: Rgb): string {
  return `#${color.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
