/** Where the visitor writes. 16 px: below that phones zoom in on a field. */
export const COMPOSER = `
.composer { flex: none; padding: 4px 12px 12px; }
.field {
  display: flex;
  align-items: flex-end;
  gap: 6px;
  padding: 5px;
  border: 1px solid var(--edge);
  border-radius: 24px;
  background: var(--bg);
}
.field:focus-within { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
.input, .comment {
  unicode-bidi: plaintext;
  display: block;
  width: 100%;
  margin: 0;
  font: inherit;
  font-size: 16px;
  line-height: 22px;
  color: inherit;
  resize: none;
  background: none;
  border: 0;
  overflow-wrap: anywhere;
}
.input { flex: 1; min-width: 0; min-height: 36px; max-height: 140px; padding-block: 7px; padding-inline: 12px 6px; overflow-y: auto; scrollbar-width: thin; overscroll-behavior: contain; }
.input:focus-visible { outline: none; }
.comment { padding: 8px 12px; border: 1px solid var(--edge); border-radius: 12px; background: var(--bg); }
.comment:focus-visible { outline-offset: -2px; }
.panel ::placeholder { color: var(--muted); opacity: 1; }
.send:active { transform: scale(.94); }
.send[aria-disabled=true] { background: var(--hover); color: var(--muted); transform: none; }
.stop-icon { fill: currentColor; }
.counter { padding: 6px 12px 0; font-size: 12px; color: var(--muted); text-align: end; }
.counter.over { color: var(--bad); font-weight: 600; }
`;
