/** The host element, which no rule of the page moves or hides, and the button. Its border is seen where colours are forced. */
export const STYLES = `
:host {
  all: initial !important;
  position: fixed !important;
  inset: 0 auto auto 0 !important;
  z-index: 2147483647 !important;
  display: block !important;
  width: 0 !important;
  height: 0 !important;
  direction: ltr !important;
}
.launcher {
  all: unset;
  position: fixed;
  z-index: 1;
  bottom: calc(20px + env(safe-area-inset-bottom));
  right: calc(20px + env(safe-area-inset-right));
  box-sizing: border-box;
  width: 56px;
  height: 56px;
  display: grid;
  place-items: center;
  border: 2px solid transparent;
  border-radius: 50%;
  background: var(--fill);
  color: var(--ink);
  box-shadow: 0 4px 16px rgb(0 0 0 / .3);
  cursor: pointer;
  touch-action: manipulation;
  -webkit-tap-highlight-color: transparent;
}
.launcher.left { right: auto; left: calc(20px + env(safe-area-inset-left)); }
.launcher:focus-visible { outline: 3px solid #111; outline-offset: 2px; box-shadow: 0 0 0 7px #fff; }
.launcher svg { width: 28px; height: 28px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.launcher.failed { filter: grayscale(1); }
@media (prefers-reduced-motion: no-preference) {
  .launcher { transition: transform .15s; }
  .launcher:hover { transform: scale(1.06); }
  .launcher[aria-busy=true] svg { animation: wait .8s ease-in-out infinite alternate; }
}
@keyframes wait { to { opacity: .35; } }
@media print { :host { display: none !important; } }
`;
