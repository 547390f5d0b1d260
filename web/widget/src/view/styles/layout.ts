/** The panel on the page, its head, banner and foot. */
export const LAYOUT = `
.panel {
  position: fixed;
  z-index: 2;
  bottom: calc(96px + env(safe-area-inset-bottom));
  right: 20px;
  display: flex;
  flex-direction: column;
  width: 400px;
  max-width: calc(100vw - 40px);
  height: min(680px, 100dvh - 120px);
  overflow: hidden;
  border-radius: 20px;
  background: var(--bg);
  box-shadow: var(--shadow);
  transform-origin: 100% 100%;
  transition: opacity .18s ease-out, transform .22s cubic-bezier(.2, .9, .3, 1), display .2s allow-discrete;
}
.panel[data-position=bottom-left] { right: auto; left: 20px; transform-origin: 0 100%; }
.panel[hidden] { display: none !important; opacity: 0; transform: translateY(10px) scale(.98); }
@starting-style { .panel:not([hidden]) { opacity: 0; transform: translateY(10px) scale(.98); } }
.header {
  display: flex;
  align-items: center;
  gap: 4px;
  flex: none;
  padding-block: 14px;
  padding-inline: 16px 12px;
  border-bottom: 1px solid var(--line);
  background: linear-gradient(color-mix(in srgb, var(--brand) var(--tint), var(--bg)), var(--bg));
}
.avatar { width: 40px; height: 40px; overflow: hidden; border-radius: 12px; }
.avatar .icon { width: 22px; height: 22px; }
.avatar.has-logo { background: #fff; }
.avatar img { width: 100%; height: 100%; object-fit: contain; }
.names { flex: 1; min-width: 0; margin-inline: 8px 4px; }
.title {
  font-size: 16px;
  font-weight: 650;
  line-height: 1.3;
  letter-spacing: -.01em;
  display: -webkit-box;
  -webkit-box-orient: vertical;
  -webkit-line-clamp: 2;
  overflow: hidden;
  overflow-wrap: anywhere;
}
/* One line, however long: what is above the conversation must not push it. */
.subtitle { display: flex; white-space: nowrap; font-size: 13px; line-height: 1.35; color: var(--muted); }
.banner {
  display: flex;
  gap: 10px;
  flex: none;
  padding: 10px 16px;
  font-size: 13px;
  line-height: 1.45;
  background: var(--soft);
  border-bottom: 1px solid var(--line);
}
.banner .icon { width: 18px; height: 18px; margin-top: 1px; color: var(--accent); }
.subtitle span { overflow: hidden; text-overflow: ellipsis; }
.privacy { flex: none; margin-inline-start: 8px; padding-inline-start: 8px; border-inline-start: 1px solid; color: inherit; }
`;
