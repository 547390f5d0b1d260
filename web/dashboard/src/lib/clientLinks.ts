const TITLE_LIMIT = 200;

const page = (clientId: string, path: string, query: Record<string, string> = {}) => {
  const search = new URLSearchParams(query).toString();
  return `/clients/${clientId}/${path}${search && `?${search}`}`;
};

/** Where one page of a client leads to another: features do not import each other. */
export const clientLinks = {
  conversation: (clientId: string, conversationId: string) => page(clientId, `conversations/${conversationId}`),
  /** Begins a text that answers the question. */
  teach: (clientId: string, question: string) =>
    page(clientId, 'knowledge/documents/new', { title: shortened(question) }),
  /** Shows what the documents say to the question. */
  test: (clientId: string, question: string) => page(clientId, 'knowledge/test', { question }),
  widget: (clientId: string) => page(clientId, 'widget'),
  install: (clientId: string) => page(clientId, 'widget/install'),
  settings: (clientId: string, part: 'general' | 'key' | 'domains' | 'answers' = 'general') =>
    page(clientId, `settings/${part}`),
};

/** As long as a document's title may be, without half a character at its end. */
function shortened(text: string) {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= TITLE_LIMIT ? line : `${line.slice(0, TITLE_LIMIT - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
