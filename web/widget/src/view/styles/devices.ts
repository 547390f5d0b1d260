/** Mice, fingers, phones and other low screens, and what visitors set in their systems. */
export const DEVICES = `
@media (hover: hover) {
  .plain:hover, .thumb:hover, .sources:hover, .chip:hover, .small:not(.filled):hover { background: var(--hover); }
  .plain:hover, .thumb:hover { color: var(--text); }
  .chip:hover { border-color: var(--accent); }
  .privacy:hover { color: var(--text); }
  button.cite:hover { background: var(--accent); color: var(--onAccent); }
}
@media (pointer: coarse) {
  .plain, .send, .newest { width: 44px; height: 44px; }
  .small, .filled, .sources, .chip { min-height: 44px; }
  .thumb { position: relative; margin: 8px 6px; }
  .thumb::after { content: ''; position: absolute; inset: -8px -7px; }
  .input { min-height: 44px; padding-block: 11px; }
  .field { border-radius: 28px; }
}
@media (max-width: 480px), (max-height: 480px) {
  .panel, .panel[data-position] {
    inset: var(--view-top, 0px) 0 auto;
    width: 100%;
    max-width: none;
    height: var(--view-height, 100dvh);
    border-radius: 0;
    box-shadow: none;
    padding: env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left);
    transition: none;
  }
  .header, .composer { touch-action: pinch-zoom; }
  /* What can always be scrolled keeps the finger's movement from the page behind. */
  .inside { min-height: calc(100% + 1px); }
}
@media (max-height: 480px) {
  .header, .composer { padding-block: 4px; }
  .avatar { width: 32px; height: 32px; }
  .names { display: flex; align-items: baseline; }
  .subtitle span { display: none; }
  .title { -webkit-line-clamp: 1; }
  .inside { padding-block: 10px; }
  .input { max-height: 66px; }
}
@media (prefers-reduced-motion: reduce) {
  .panel, .panel * { animation: none !important; transition: none !important; }
}
@media (forced-colors: active) {
  .panel, .bubble, .send, .chip, .newest, .cite, .filled { border: 1px solid; }
  .field:focus-within { outline: 2px solid Highlight; }
  .thumb[aria-pressed=true] { forced-color-adjust: none; background: Highlight; color: HighlightText; }
}
`;
