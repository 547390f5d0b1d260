/** Keeps the keyboard inside the panel while it is open, and the page's shortcuts out of it. */

const FOCUSABLE = 'a[href], button, textarea, [tabindex="0"]';

export function keepFocus(panel: HTMLElement, root: ShadowRoot, onEscape: () => void): void {
  panel.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.isComposing) {
      event.preventDefault();
      onEscape();
    }
    if (event.key === 'Tab') turn(panel, root, event);
  });
  // The page sees the widget's element as target, not a text field: its shortcuts would take letters for commands, and its dialogs would
  // take the focus back.
  for (const type of ['keydown', 'keyup', 'keypress', 'focusin'] as const) {
    panel.addEventListener(type, (event) => event.stopPropagation());
  }
}

/** From the last control on to the first, and back. */
function turn(panel: HTMLElement, root: ShadowRoot, event: KeyboardEvent): void {
  const controls = [...panel.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
    (control) => control.getClientRects().length > 0,
  );
  const [first, last] = [controls[0], controls.at(-1)];
  const { activeElement } = root;
  const isAtEdge = event.shiftKey ? activeElement === first || activeElement === panel : activeElement === last;
  const next = event.shiftKey ? last : first;
  if (!isAtEdge || !next) return;
  event.preventDefault();
  next.focus();
}
