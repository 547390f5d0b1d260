/** Answers: paragraphs, lists, tables, code, quotations, citations. */
export const TEXT = `
.assistant .bubble > * + * { margin-top: 10px; }
.bubble :is(p, li) { unicode-bidi: plaintext; }
.bubble .heading { font-weight: 650; line-height: 1.35; }
.bubble > .heading:not(:first-child) { margin-top: 16px; }
.bubble .h1 { font-size: 17px; }
.bubble ul, .bubble ol { padding-inline-start: 22px; }
.bubble ul { list-style: disc; }
.bubble ol { list-style: decimal; }
.bubble li + li { margin-top: 4px; }
.bubble li > * + * { margin-top: 4px; }
.bubble .loose > li + li { margin-top: 10px; }
.bubble li::marker { color: var(--muted); }
:where(.bubble) hr { height: 1px; margin: 0; border: 0; background: var(--line); }
.bubble blockquote { padding-inline-start: 12px; border-inline-start: 3px solid color-mix(in srgb, var(--accent) 55%, var(--line)); }
.bubble blockquote > * + * { margin-top: 8px; }
.bubble figcaption { margin-top: 4px; padding-inline-start: 15px; font-size: 13px; color: var(--muted); }
.bubble code {
  padding: 1px 5px;
  border-radius: 5px;
  background: color-mix(in srgb, var(--text) 8%, transparent);
  font: .88em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
}
/* A shade on the side where there is more: the ends of what is scrolled cover it. */
.bubble :is(pre, .table) {
  overflow-x: auto;
  border: 1px solid var(--line);
  border-radius: 10px;
  background:
    linear-gradient(90deg, var(--bg) 16px, transparent 40px calc(100% - 40px), var(--bg) calc(100% - 16px)) local,
    linear-gradient(90deg, var(--shade), transparent 14px calc(100% - 14px), var(--shade)) var(--bg);
}
.bubble pre { padding: 10px 12px; }
.bubble pre code { padding: 0; background: none; white-space: pre; overflow-wrap: normal; }
.bubble table { border-collapse: collapse; font-size: 14px; line-height: inherit; color: inherit; width: max-content; min-width: 100%; }
.bubble :is(th, td) { padding: 6px 10px; text-align: start; vertical-align: top; overflow-wrap: break-word; min-width: 48px; max-width: 190px; }
.bubble th { font-weight: 600; white-space: nowrap; }
.bubble tbody tr { border-top: 1px solid var(--line); }
.bubble .end { text-align: end; }
.bubble .center { text-align: center; }
.cite {
  display: inline-block;
  min-width: 24px;
  margin-inline: 2px;
  padding: 0 5px;
  border-radius: 8px;
  background: color-mix(in srgb, var(--accent) 14%, var(--bg));
  color: var(--text);
  font-size: 12px;
  font-weight: 600;
  line-height: 24px;
  text-align: center;
}
`;
