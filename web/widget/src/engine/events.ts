import type { FailureCode, Source } from './types';

/** What the page can listen to, with what it is told. */
export interface ChatEvents {
  /** The button is on the page. */
  ready: Record<string, never>;
  open: Record<string, never>;
  close: Record<string, never>;
  /** The visitor sent a message. */
  message: { text: string };
  /** An answer is complete. */
  answer: { text: string; sources: readonly Source[]; isUnknown: boolean };
  error: { code: FailureCode };
  /** The number of answers that came while the panel was closed changed. */
  unread: { count: number };
}

export type Tell = <K extends keyof ChatEvents>(name: K, detail: ChatEvents[K]) => void;
