/** Colours, type and what all controls share. The surfaces are those that `contrast.ts` makes accents for. */
export const BASE = `
.panel {
  --bg: #fff;
  --soft: #f3f5f8;
  --hover: #eceff3;
  --line: #e2e6ec;
  --text: #161a21;
  --muted: #58616f;
  --bad: #b3261e;
  --shade: rgb(15 23 42 / .2);
  --tint: 12%;
  --edge: color-mix(in srgb, var(--muted) 70%, var(--bg));
  --shadow: 0 0 0 1px rgb(15 23 42 / .06), 0 2px 6px rgb(15 23 42 / .06), 0 18px 48px -8px rgb(15 23 42 / .22);
  color-scheme: light;
  font: 400 15px/1.5 system-ui, "Segoe UI", Roboto, sans-serif;
  color: var(--text);
  -webkit-font-smoothing: antialiased;
  -webkit-text-size-adjust: 100%;
  -webkit-tap-highlight-color: transparent;
}
.panel[data-theme=dark] {
  --bg: #16191f;
  --soft: #21262e;
  --hover: #2a2f38;
  --line: #323944;
  --text: #eef1f5;
  --muted: #a6afbc;
  --bad: #ffb4ab;
  --shade: rgb(255 255 255 / .22);
  --tint: 20%;
  --shadow: 0 0 0 1px rgb(255 255 255 / .08), 0 18px 48px -8px rgb(0 0 0 / .7);
  color-scheme: dark;
}
:where(.panel, .panel *) { box-sizing: border-box; }
.panel [hidden] { display: none !important; }
:where(.panel) :where(p, h2, ul, ol, figure, blockquote, pre) { margin: 0; padding: 0; }
:where(.panel) :where(ul, ol) { list-style: none; }
:where(.panel) :where(button) {
  font: inherit;
  color: inherit;
  background: none;
  border: 0;
  padding: 0;
  margin: 0;
  cursor: pointer;
  touch-action: manipulation;
  transition: background .15s, color .15s, border-color .15s;
}
:where(.panel) [aria-disabled=true] { cursor: default; }
:where(.panel) :where(a) { color: var(--accent); text-underline-offset: 2px; }
:where(.panel) :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.panel:focus-visible { outline: none; }
.icon {
  width: 20px;
  height: 20px;
  flex: none;
  display: block;
  fill: none;
  stroke: currentColor;
  stroke-width: 2;
  stroke-linecap: round;
  stroke-linejoin: round;
}
.unseen {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
.plain, .send, .newest, .thumb, .avatar { display: grid; place-items: center; flex: none; }
.plain, .send, .newest { width: 36px; height: 36px; border-radius: 50%; }
.plain { border-radius: 10px; }
.plain, .thumb, .meta, .thanks { color: var(--muted); }
/* A line around it, for brands that are almost as the panel. */
.avatar, .send, .visitor .bubble { background: var(--brand); color: var(--onBrand); box-shadow: inset 0 0 0 1px rgb(127 127 127 / .25); }
.small, .filled {
  display: inline-flex;
  align-items: center;
  gap: 6px;
  min-height: 32px;
  padding: 4px 12px;
  border-radius: 9px;
  font-size: 13px;
  font-weight: 600;
  color: var(--text);
  border: 1px solid var(--line);
  background: var(--bg);
}
.small .icon { width: 14px; height: 14px; }
.filled { background: var(--brand); color: var(--onBrand); border-color: transparent; }
`;
