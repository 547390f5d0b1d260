/** Puts the panel together and keeps it true to the chat's state. */

import type { Chat } from '../engine/types';
import { createContext } from './context';
import { make, setAttribute, show } from './dom';
import { keepFocus } from './focus';
import { createAnnouncer } from './parts/announcer';
import { createBanner } from './parts/banner';
import { createComposer } from './parts/composer';
import { createHeader } from './parts/header';
import { createLog } from './parts/log';
import { createTheme } from './theme';
import { followViewport } from './viewport';
import { directionOf, type Words } from './words';

export interface PanelOptions {
  root: ShadowRoot;
  chat: Chat;
  language: string;
  words: Words;
  onClose(): void;
}

export type Panel = ReturnType<typeof createPanel>;

export function createPanel({ root, chat, language, words, onClose }: PanelOptions) {
  const element = make('section', 'panel', {
    role: 'dialog',
    'aria-labelledby': 'title',
    tabindex: -1,
    lang: language,
    dir: directionOf(language),
    hidden: true,
  });
  const announcer = createAnnouncer();
  const context = createContext(chat, language, words, announcer, focus);
  const theme = createTheme(element);
  const header = createHeader(context, onClose);
  const banner = createBanner(context, update);
  const log = createLog(context);
  const composer = createComposer(context);
  let frame = 0;
  let leaveViewport: (() => void) | undefined;

  element.append(header.element, banner.element, log.element, composer.element, announcer.element);
  keepFocus(element, root, onClose);
  const unsubscribe = chat.subscribe(schedule);
  update();
  root.append(element);

  /** Once for all the pieces that come between two frames. A page in the background has no frames. */
  function schedule(): void {
    if (document.hidden) update();
    else frame ||= requestAnimationFrame(update);
  }

  function update(): void {
    cancelAnimationFrame(frame);
    frame = 0;
    const { state } = chat;
    const { settings } = state;
    element.dataset.position = settings.position;
    theme.update(settings);
    header.update(state);
    banner.update(state);
    log.update(state);
    composer.update(state);
  }

  /** To where one writes; under a finger to the panel, because there a keyboard would come up over the conversation. */
  function focus(): void {
    const isTouch = matchMedia('(pointer: coarse)').matches;
    const target = isTouch || composer.element.hidden ? element : composer.input;
    target.focus({ preventScroll: true });
  }

  const isCovering = () => matchMedia('(max-width: 480px), (max-height: 480px)').matches;

  function close(): void {
    leaveViewport?.();
    leaveViewport = undefined;
    show(element, false);
  }

  return {
    element,
    focus,
    isCovering,
    close,
    get draft(): string {
      return composer.input.value;
    },
    set draft(text: string) {
      composer.write(text);
    },
    open(): void {
      leaveViewport ??= followViewport(element);
      show(element, true);
      // Where it covers the page, what is behind it is not there for screen readers either.
      setAttribute(element, 'aria-modal', isCovering());
      log.toEnd();
      // What was hidden had no height.
      composer.write(composer.input.value);
    },
    destroy(): void {
      cancelAnimationFrame(frame);
      unsubscribe();
      close();
      theme.destroy();
      banner.destroy();
      log.destroy();
      element.remove();
    },
  };
}
