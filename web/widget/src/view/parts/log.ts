/** The conversation: messages by their ids, the welcome, what to say to screen readers, and where it is scrolled to. */

import type { ChatState, Message, WidgetSettings } from '../../engine/types';
import type { Context } from '../context';
import { button, icon, make, show } from '../dom';
import { createMarkdown } from '../markdown';
import { playBlip } from '../sound';
import { fill } from '../words';
import { createEmpty } from './empty';
import { createMessage, type MessageView } from './message';

/** So near the end counts as at the end. */
const NEAR = 60;

export function createLog(context: Context) {
  const { words, announcer, chat } = context;
  const views = new Map<string, MessageView>();
  /** As they were shown last. */
  const heard = new Map<string, Message>();
  let shown: WidgetSettings | null = null;
  let isAtEnd = true;

  const bubble = make('div', 'bubble', { dir: 'auto' });
  const welcomeText = createMarkdown(bubble);
  const welcome = make('div', 'message assistant', {}, bubble);
  const list = make('div', 'messages');
  const empty = createEmpty(context);
  // Quiet: what there is to say, the announcer says once.
  const scroller = make(
    'div',
    'log',
    { role: 'log', 'aria-live': 'off', tabindex: 0, 'aria-labelledby': 'title' },
    make('div', 'inside', {}, welcome, list, empty.element),
  );
  const jump = () => {
    toEnd();
    scroller.focus({ preventScroll: true });
  };
  const newest = button('newest', words.newest, jump, icon('down'));
  scroller.addEventListener('scroll', look, { passive: true });
  const sizes = new ResizeObserver(follow);
  sizes.observe(scroller);
  show(newest, false);

  function look(): void {
    const { scrollHeight, scrollTop, clientHeight } = scroller;
    isAtEnd = scrollHeight - scrollTop - clientHeight < NEAR;
    show(newest, !isAtEnd);
  }

  function follow(): void {
    if (isAtEnd) scroller.scrollTop = scroller.scrollHeight;
    look();
  }

  function toEnd(): void {
    isAtEnd = true;
    follow();
  }

  function viewOf(message: Message, previous: Message | undefined): MessageView {
    const known = views.get(message.id);
    if (known) return known;
    const view = createMessage(message, context, dayBefore(message, previous));
    views.set(message.id, view);
    // Whoever has just asked wants to see the answer.
    if (message.role === 'visitor' && message.state === 'sending') isAtEnd = true;
    return view;
  }

  /** The day, where another one begins than the message before is of, or than today. */
  function dayBefore(message: Message, previous: Message | undefined): string {
    const day = new Date(message.at).toDateString();
    const before = new Date(previous?.at ?? Date.now()).toDateString();
    return day === before ? '' : context.day(message.at);
  }

  /** After a new conversation none of the old messages is left. */
  function forget(messages: readonly Message[]): void {
    const ids = new Set(messages.map(({ id }) => id));
    for (const [id, view] of views) {
      if (ids.has(id)) continue;
      view.element.remove();
      views.delete(id);
      heard.delete(id);
    }
  }

  /** An answer is announced when it begins and once when it is complete; what was there before, not at all. */
  function hear(message: Message, view: MessageView): void {
    const { id, state, role } = message;
    const before = heard.get(id)?.state;
    heard.set(id, message);
    if (state === before) return;
    const { widgetName, sound } = chat.state.settings;
    const isAnswer = role === 'assistant';
    if (state === 'waiting' && isAnswer) announcer.say(fill(words.typing, { name: widgetName || words.assistant }));
    if (!before || before === 'done') return;
    if (state === 'failed' || state === 'stopped') announcer.say(view.failure());
    if (state !== 'done' || !isAnswer) return;
    announcer.say(view.spoken());
    if (sound) playBlip();
  }

  return {
    element: make('div', 'log-frame', {}, scroller, newest),
    toEnd,
    update(state: ChatState): void {
      const { settings, messages, phase } = state;
      show(welcome, phase === 'ready' && settings.welcomeMessage !== '');
      welcomeText.update(settings.welcomeMessage, false);
      empty.update(state);
      forget(messages);
      let next = list.firstElementChild;
      messages.forEach((message, index) => {
        const view = viewOf(message, messages[index - 1]);
        if (next === view.element) next = next.nextElementSibling;
        else list.insertBefore(view.element, next);
        // Most of a long conversation. Of what failed, more depends on the time.
        if (message.state === 'done' && heard.get(message.id) === message && shown === settings) return;
        view.update(message, { sources: settings.showSources, feedback: settings.showFeedback });
        hear(message, view);
      });
      shown = settings;
      follow();
    },
    destroy: () => sizes.disconnect(),
  };
}
