/** What the engine and the view tell each other. The view reads the state and calls the chat; it makes no requests itself. */

export interface WidgetSettings {
  primaryColor: string;
  position: 'bottom-left' | 'bottom-right';
  welcomeMessage: string;
  widgetName: string;
  theme: 'auto' | 'light' | 'dark';
  /** `auto` or the code of one of the widget's languages. */
  language: string;
  inputPlaceholder: string | null;
  suggestedQuestions: readonly string[];
  privacyUrl: string | null;
  logoUrl: string | null;
  showSources: boolean;
  showFeedback: boolean;
  sound: boolean;
  requireLogin: boolean;
}

export interface Source {
  title: string;
  url?: string;
  excerpt?: string;
  page?: number;
  heading?: string;
  documentId?: string;
}

export type FailureCode =
  | 'offline'
  | 'rate_limited'
  | 'timeout'
  | 'unavailable'
  | 'not_allowed'
  | 'login_required'
  | 'too_long'
  | 'unknown';

export interface Failure {
  code: FailureCode;
  /** When trying again makes sense, in milliseconds since 1970. */
  retryAt?: number;
}

export type MessageState = 'sending' | 'waiting' | 'streaming' | 'done' | 'stopped' | 'failed';

export interface Message {
  readonly id: string;
  readonly role: 'visitor' | 'assistant';
  text: string;
  state: MessageState;
  sources: readonly Source[];
  rating: 'up' | 'down' | null;
  canRate: boolean;
  /** The assistant said that it does not know. */
  isUnknown: boolean;
  failure: Failure | null;
  /** Milliseconds since 1970. */
  at: number;
}

export interface ChatState {
  phase: 'loading' | 'ready' | 'failed';
  settings: WidgetSettings;
  messages: readonly Message[];
  /** An answer is on its way. */
  isBusy: boolean;
  isOffline: boolean;
  /** Until when the server takes no more messages, in milliseconds since 1970. */
  limitedUntil: number | null;
  /** Answers that came while the panel was closed. */
  unread: number;
  failure: Failure | null;
}

export interface Chat {
  readonly state: ChatState;
  subscribe(listener: () => void): () => void;
  start(): Promise<void>;
  send(text: string): void;
  stop(): void;
  retry(messageId: string): void;
  rate(messageId: string, rating: 'up' | 'down' | null, comment?: string): Promise<boolean>;
  startOver(): void;
  setOpen(isOpen: boolean): void;
  destroy(): void;
}
