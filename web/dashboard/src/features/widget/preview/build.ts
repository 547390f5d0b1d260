/** The real widget on a page of nobody's, in an empty frame: its document is put together here, because the content security policy allows no inline script. */

export interface PreviewHandle {
  show(settings: object): void;
  /** The page around the widget. */
  dress(theme: 'light' | 'dark', language: string, direction: 'ltr' | 'rtl'): void;
}

type PreviewWindow = Window &
  typeof globalThis & {
    ConferenceChatConfig?: unknown;
    ConferenceChat?: {
      open(): void;
      preview(settings: object): void;
      on(name: 'open' | 'error', handler: () => void): void;
      destroy(): void;
    };
  };

const STYLES = `
  :root { --ground: #ffffff; --block: #e9eaee; --soft: #f3f4f6; }
  :root[data-theme=dark] { --ground: #17181c; --block: #2c2e35; --soft: #212329; }
  body { margin: 0; min-height: 100vh; background: var(--ground); }
  main { padding: 28px; display: grid; gap: 14px; }
  div { border-radius: 6px; background: var(--block); height: 12px; }
  .bar { border-radius: 0; background: var(--soft); height: 52px; }
  .title { height: 26px; width: 55%; margin-bottom: 4px; }
  .picture { height: 170px; border-radius: 12px; background: var(--soft); margin: 10px 0; }
  .short { width: 70%; }
`;
const BLOCKS = ['title', '', 'short', 'picture', '', '', 'short', 'picture', '', 'short'];

/** Fills the frame and opens the widget. `onShown` is told when the panel is there, or that it could not be loaded. */
export function buildPreview(
  frame: HTMLIFrameElement,
  settings: object,
  onShown: (isThere: boolean) => void,
): PreviewHandle | null {
  const page = frame.contentWindow as PreviewWindow | null;
  const document = frame.contentDocument;
  if (!page || !document) return null;
  // Another try after the first one failed.
  page.ConferenceChat?.destroy();
  document.head.replaceChildren();
  document.body.replaceChildren();
  document.title = 'Sample page';
  const sheet = new page.CSSStyleSheet();
  sheet.replaceSync(STYLES);
  document.adoptedStyleSheets = [sheet];
  document.body.append(samplePage(document));

  const giveFocusBack = withholdFocus(page);
  const end = (isThere: boolean) => {
    giveFocusBack();
    onShown(isThere);
  };
  page.ConferenceChatConfig = { preview: true, settings };
  const script = document.createElement('script');
  script.src = `${location.origin}/widget/v1/widget.js`;
  script.addEventListener('error', () => end(false));
  script.addEventListener('load', () => {
    const chat = page.ConferenceChat;
    if (!chat) return end(false);
    chat.on('open', () => end(true));
    chat.on('error', () => end(false));
    chat.open();
  });
  document.head.append(script);

  return {
    show: (changed) => {
      page.ConferenceChatConfig = { preview: true, settings: changed };
      page.ConferenceChat?.preview(changed);
    },
    dress(theme, language, direction) {
      const root = document.documentElement;
      root.dataset.theme = theme;
      root.lang = language;
      root.dir = direction;
    },
  };
}

/** A widget that is opened takes the cursor, which here would be taken from the form. */
function withholdFocus({ HTMLElement }: PreviewWindow) {
  const { focus } = HTMLElement.prototype;
  HTMLElement.prototype.focus = () => undefined;
  return () => {
    HTMLElement.prototype.focus = focus;
  };
}

function samplePage(document: Document) {
  const page = document.createDocumentFragment();
  const bar = document.createElement('div');
  bar.className = 'bar';
  const main = document.createElement('main');
  main.setAttribute('aria-hidden', 'true');
  for (const name of BLOCKS) {
    const block = document.createElement('div');
    block.className = name;
    main.append(block);
  }
  page.append(bar, main);
  return page;
}
