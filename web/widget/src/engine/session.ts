/** Which conversation this is, and the token that opens it: one for people who are not known, and one for each known user. */

import { fingerprint, type Identity } from './identity';
import { isRecord } from './settings';
import { parsed, type Store } from './storage';
import { uuid } from './uuid';

export class Session {
  private slot = 'visitor';
  private unwatch: () => void;
  id = uuid();
  token: string | null = null;

  /** `changed` is called when another tab went on with the conversation, or began a new one. */
  constructor(
    private readonly store: Store,
    private readonly changed: () => void,
  ) {
    this.read();
    this.unwatch = this.watch();
  }

  begin(): void {
    this.id = uuid();
    this.keep();
  }

  /** Nothing is kept before the first message. Each one is noted, so that other tabs see it. */
  keep(token = this.token): void {
    this.token = token;
    this.store.set(this.slot, JSON.stringify({ sessionId: this.id, token, at: Date.now() }));
  }

  /** True when it is another conversation now: the server keeps those of known people apart from all others. */
  belongsTo(identity: Identity | null): boolean {
    const slot = identity ? `visitor.${fingerprint(identity)}` : 'visitor';
    if (slot === this.slot) return false;
    this.slot = slot;
    this.unwatch();
    this.unwatch = this.watch();
    this.id = uuid();
    this.token = null;
    this.read();
    return true;
  }

  destroy(): void {
    this.unwatch();
  }

  /** Another page may have gone on with it, or begun another one. */
  reread(): void {
    this.read();
    this.changed();
  }

  private watch(): () => void {
    return this.store.watch(this.slot, () => this.reread());
  }

  private read(): void {
    const kept = parsed(this.store.get(this.slot));
    if (!isRecord(kept) || typeof kept.sessionId !== 'string') return;
    this.id = kept.sessionId;
    this.token = typeof kept.token === 'string' ? kept.token : null;
  }
}
