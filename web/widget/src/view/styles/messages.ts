/** The conversation: bubbles, what stands under them, suggestions, waiting and failing. */
export const MESSAGES = `
.log-frame { position: relative; flex: 1; min-height: 0; }
.log {
  height: 100%;
  overflow: hidden auto;
  overscroll-behavior: contain;
  touch-action: pan-y pinch-zoom;
  scrollbar-width: thin;
  scrollbar-color: var(--line) transparent;
}
.log:focus-visible { outline-offset: -3px; border-radius: 8px; }
.inside, .messages { display: flex; flex-direction: column; gap: 14px; }
.inside { min-height: 100%; padding: 20px 16px; }
.messages:empty { display: none; }
.message { position: relative; display: flex; flex-direction: column; align-items: flex-start; padding-inline-end: 8%; animation: rise .25s ease-out; }
.message.visitor { align-items: flex-end; padding-inline: 16% 0; }
@keyframes rise { from { opacity: 0; transform: translateY(6px); } }
.bubble {
  max-width: 100%;
  padding: 10px 14px;
  border-radius: 18px;
  border-end-start-radius: 6px;
  background: var(--soft);
  overflow-wrap: anywhere;
}
.visitor .bubble { border-radius: 18px; border-end-end-radius: 6px; white-space: pre-wrap; }
.day::first-letter { text-transform: uppercase; }
.day { align-self: stretch; padding-block: 4px 14px; margin-inline-end: -8.7%; font-size: 12px; text-align: center; color: var(--muted); }
.visitor .day { margin-inline: -19% 0; }
.dots { display: flex; gap: 5px; padding: 8px 2px; }
.dots i { width: 7px; height: 7px; border-radius: 50%; background: var(--muted); animation: dot 1.2s infinite ease-in-out; }
.dots i:nth-child(2) { animation-delay: .15s; }
.dots i:nth-child(3) { animation-delay: .3s; }
@keyframes dot { 0%, 60%, 100% { opacity: .35; } 30% { opacity: 1; transform: translateY(-3px); } }
.meta { display: flex; flex-wrap: wrap; align-items: center; gap: 0 6px; min-height: 28px; margin-top: 3px; padding-inline-start: 6px; font-size: 12px; }
.thumbs { display: flex; gap: 2px; }
.thumb { width: 30px; height: 28px; border-radius: 8px; }
.thumb .icon { width: 16px; height: 16px; }
.thumb.down .icon { transform: scaleY(-1); }
.thumb[aria-pressed=true] { color: var(--accent); background: var(--hover); }
.thumb[aria-pressed=true] .icon { fill: currentColor; fill-opacity: .25; }
.feedback { width: 100%; }
.comment-form { scroll-margin: 14px; margin-top: 6px; }
.actions { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 8px; margin-top: 8px; }
.thanks { margin-top: 4px; padding-inline-start: 6px; font-size: 13px; }
.note { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 10px; margin-top: 6px; padding-inline-start: 6px; font-size: 13px; line-height: 1.4; color: var(--bad); }
.visitor .note { justify-content: flex-end; text-align: end; }
.note p .icon, .source-title .icon { display: inline-block; width: 14px; height: 14px; margin-inline: 4px; vertical-align: -2px; }
.note.quiet { color: var(--muted); }
.note.quiet p .icon { display: none; }
.sources {
  display: inline-flex;
  align-items: center;
  gap: 3px;
  min-height: 28px;
  margin-inline: -6px 4px;
  padding-inline: 4px 9px;
  border-radius: 8px;
  font-size: 13px;
  font-weight: 600;
  color: var(--accent);
}
.sources .icon { width: 16px; height: 16px; stroke-width: 2.4; transition: transform .15s; }
[dir=rtl] .sources .icon { transform: scaleX(-1); }
.sources[aria-expanded=true] .icon { transform: rotate(90deg); }
.source-list { scroll-margin: 44px 14px; display: grid; gap: 8px; width: 100%; margin-top: 6px; font-size: 13px; counter-reset: source; }
.source {
  position: relative;
  scroll-margin: 14px;
  padding: 10px 12px;
  padding-inline-start: 40px;
  border: 1px solid var(--line);
  border-radius: 12px;
  overflow-wrap: anywhere;
  counter-increment: source;
}
.source::before {
  content: counter(source);
  position: absolute;
  top: 11px;
  inset-inline-start: 11px;
  min-width: 20px;
  border-radius: 6px;
  background: var(--hover);
  font-size: 11px;
  font-weight: 600;
  line-height: 20px;
  text-align: center;
}
.source:focus { outline: 2px solid var(--accent); }
.source-title { font-weight: 600; line-height: 1.45; }
.source-place { color: var(--muted); font-size: 12px; }
.source-excerpt { margin-top: 4px; color: var(--muted); line-height: 1.5; white-space: pre-line; }
.empty { display: contents; }
.chips { display: flex; flex-direction: column; align-items: flex-end; gap: 8px; margin-top: auto; }
.chips li { max-width: 90%; }
.chip {
  min-height: 40px;
  padding: 8px 16px;
  border: 1px solid color-mix(in srgb, var(--accent) 45%, var(--line));
  border-radius: 20px;
  font-size: 14px;
  font-weight: 550;
  line-height: 1.4;
  text-align: start;
  color: var(--accent);
  background: var(--bg);
  overflow-wrap: anywhere;
}
.loading { display: grid; gap: 10px; }
.loading i { height: 14px; width: 70%; border-radius: 7px; background: var(--hover); animation: dot 1.4s infinite; }
.loading i:last-child { width: 45%; }
.failed { display: grid; justify-items: center; gap: 14px; margin: auto; padding: 24px; text-align: center; color: var(--muted); }
.failed .icon { width: 32px; height: 32px; stroke-width: 1.5; }
.newest {
  position: absolute;
  bottom: 12px;
  inset-inline-start: calc(50% - 18px);
  background: var(--bg);
  box-shadow: 0 0 0 1px var(--line), 0 4px 14px rgb(15 23 42 / .18);
}
`;
