/** Colours of the panel: light, dark or as the visitor's system, and the brand's in a form that can be read. */

import { palette } from '../contrast';
import type { WidgetSettings } from '../engine/types';

type Look = Pick<WidgetSettings, 'theme' | 'primaryColor'>;

export function createTheme(panel: HTMLElement) {
  const system = matchMedia('(prefers-color-scheme: dark)');
  let shown: Look | null = null;

  function apply(): void {
    if (!shown) return;
    const { theme, primaryColor } = shown;
    const look = theme === 'auto' ? (system.matches ? 'dark' : 'light') : theme;
    panel.dataset.theme = look;
    const colors = Object.entries(palette(primaryColor, look));
    for (const [name, color] of colors) panel.style.setProperty(`--${name}`, color);
  }

  system.addEventListener('change', apply);
  return {
    update(look: Look): void {
      if (shown?.theme === look.theme && shown.primaryColor === look.primaryColor) return;
      shown = { theme: look.theme, primaryColor: look.primaryColor };
      apply();
    },
    destroy: () => system.removeEventListener('change', apply),
  };
}
