/** Makes a logo of any picture: small enough for every visitor to load. */

const SIDE = 256;
const MOST_BYTES = 64 * 1024;
const MOST_INPUT = 20_000_000;
/** Best first. Browsers that cannot write WebP write PNG, which knows no quality. */
const QUALITIES = [0.92, 0.8, 0.6, 0.4];
const SIDES = [SIDE, 192, 128, 64];

export const ACCEPT = 'image/png,image/jpeg,image/webp,image/svg+xml,image/gif,image/avif';

/** Why a file makes no logo, in words for people. */
export class LogoError extends Error {}

/** The picture as `data:` address of at most 64 KB. */
export async function logoOf(file: File): Promise<string> {
  if (!file.type.startsWith('image/'))
    throw new LogoError('This is not a picture. Choose a PNG, JPEG, WebP or SVG file.');
  if (file.size > MOST_INPUT) throw new LogoError('This picture is larger than 20 MB. Choose a smaller one.');
  const picture = await load(file);
  for (const side of SIDES) {
    const canvas = draw(picture, side);
    for (const quality of QUALITIES) {
      const blob = await encode(canvas, quality);
      if (blob && blob.size <= MOST_BYTES) return addressOf(blob);
      if (blob?.type === 'image/png') break;
    }
  }
  throw new LogoError('This picture cannot be made small enough. Choose a simpler one.');
}

/** An image element reads SVG too, which `createImageBitmap` does not. */
async function load(file: File): Promise<HTMLImageElement> {
  const picture = new Image();
  try {
    // Not `blob:`, which the content security policy does not allow for pictures.
    picture.src = await addressOf(file);
    await picture.decode();
  } catch (cause) {
    throw new LogoError('This picture cannot be read. It may be damaged; choose another one.', { cause });
  }
  return picture;
}

/** The size that fits into a square; drawings without a size of their own fill it. */
export function fit(width: number, height: number, side: number) {
  if (width <= 0 || height <= 0) return { width: side, height: side };
  const scale = Math.min(1, side / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

function draw(picture: HTMLImageElement, side: number) {
  const { width, height } = fit(picture.naturalWidth, picture.naturalHeight, side);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) throw new LogoError('This browser cannot make pictures smaller. Try another one.');
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, width, height);
  return canvas;
}

const encode = (canvas: HTMLCanvasElement, quality: number) =>
  new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/webp', quality));

const addressOf = (blob: Blob) =>
  new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(String(reader.result)));
    reader.addEventListener('error', () => reject(reader.error ?? new Error('unreadable')));
    reader.readAsDataURL(blob);
  });
