import { afterEach, describe, expect, it, vi } from 'vitest';
import { createStore, parsed, readKept } from './storage';

afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
});

function refuse(storage: unknown) {
  vi.stubGlobal('localStorage', storage);
}

describe('what the browser keeps', () => {
  it('is apart for each widget', () => {
    createStore('one').set('draft', 'a');
    expect(createStore('one').get('draft')).toBe('a');
    expect(createStore('two').get('draft')).toBeNull();
    createStore('one').remove('draft');
    expect(createStore('one').get('draft')).toBeNull();
  });

  it('is memory where storage is refused', () => {
    const refused = () => {
      throw new DOMException('refused', 'SecurityError');
    };
    refuse({ getItem: refused, setItem: refused, removeItem: refused });
    const store = createStore('key');
    expect(store.get('draft')).toBeNull();
    store.set('draft', 'text');
    expect(store.get('draft')).toBe('text');
    store.remove('draft');
    expect(store.get('draft')).toBeNull();
    expect(readKept('key', 'settings')).toBeUndefined();
  });

  it('is memory where there is no storage at all', () => {
    refuse(undefined);
    const store = createStore('key');
    store.set('draft', 'text');
    expect(store.get('draft')).toBe('text');
  });

  it('is memory for what does not fit, and the newest counts', () => {
    createStore('key').set('draft', 'old');
    const { getItem } = localStorage;
    const full = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    refuse({ getItem: getItem.bind(localStorage), setItem: full, removeItem: full });
    const store = createStore('key');
    store.set('draft', 'new');
    expect(store.get('draft')).toBe('new');
  });

  it('is told when another tab changes it, until nobody watches', () => {
    const changed = vi.fn();
    const unwatch = createStore('key').watch('visitor', changed);
    const change = (key: string | null) => dispatchEvent(new StorageEvent('storage', { key }));
    change('conference-chat.key.draft');
    change('theme');
    expect(changed).not.toHaveBeenCalled();
    change('conference-chat.key.visitor');
    change(null);
    expect(changed).toHaveBeenCalledTimes(2);
    unwatch();
    change(null);
    expect(changed).toHaveBeenCalledTimes(2);
  });

  it('is nothing where it cannot be read', () => {
    expect(parsed('{"a":')).toBeUndefined();
    expect(parsed(null)).toBeNull();
    localStorage.setItem('conference-chat.key.settings', 'half');
    expect(readKept('key', 'settings')).toBeUndefined();
  });
});
