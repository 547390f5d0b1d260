/** On phones the panel fills what the on-screen keyboard leaves of the screen. */

/** Returns a function that ends it. */
export function followViewport(panel: HTMLElement): () => void {
  const view = window.visualViewport;
  const apply = () => {
    // A visitor who zooms in with two fingers wants the panel larger, not cut to the part in view.
    if (!view || view.scale > 1.01) return;
    panel.style.setProperty('--view-height', `${view.height}px`);
    panel.style.setProperty('--view-top', `${view.offsetTop}px`);
  };
  const types = ['resize', 'scroll'];
  apply();
  for (const type of types) view?.addEventListener(type, apply);
  return () => {
    for (const type of types) view?.removeEventListener(type, apply);
  };
}
