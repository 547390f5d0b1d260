/** What the button needs to know of the settings, and who decides it. */

import type { WidgetSettings } from './types';

export type Look = Pick<WidgetSettings, 'primaryColor' | 'position'>;

export const DEFAULT_LOOK: Look = { primaryColor: '#3b82f6', position: 'bottom-right' };

/** The parts of `values` that can be used; anything else, whoever wrote it, is passed over. */
export function cleanLook(values: { primaryColor?: unknown; position?: unknown } | null | undefined): Partial<Look> {
  const look: Partial<Look> = {};
  const color = values?.primaryColor;
  const position = values?.position;
  if (typeof color === 'string' && /^#([\da-f]{3}){1,2}$/i.test(color.trim())) look.primaryColor = color.trim();
  if (position === 'bottom-left' || position === 'bottom-right') look.position = position;
  return look;
}

/** What the page says goes before the settings, and these before the hints for a first visit. */
export function resolveLook(page: Partial<Look>, settings: Partial<Look>, hints: Partial<Look>): Look {
  return { ...DEFAULT_LOOK, ...hints, ...settings, ...page };
}
