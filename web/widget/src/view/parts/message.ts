/** One message with what belongs to it: time, sources, feedback, or why it failed. */

import type { Message, Source } from '../../engine/types';
import type { Context } from '../context';
import { button, icon, make, setAttribute, setText, show } from '../dom';
import { isFinal, tell } from '../failures';
import { createMarkdown } from '../markdown';
import { fill } from '../words';
import { createFeedback } from './feedback';
import { createSources } from './sources';

export type MessageView = ReturnType<typeof createMessage>;

const OPEN: readonly Message['state'][] = ['sending', 'waiting', 'streaming'];
const NONE: readonly Source[] = [];

/** `day` is told above the first message of a day. */
export function createMessage(first: Message, context: Context, day: string) {
  const { words, chat, plural, number } = context;
  const isAnswer = first.role === 'assistant';
  let message = first;
  let isOpen = false;
  let cited = NONE;
  let written = '';

  const body = make('div', 'bubble', { dir: 'auto' });
  const answer = isAnswer ? createAnswer() : null;
  const reason = make('span');
  const retry = () => {
    chat.retry(first.id);
    context.focusComposer();
  };
  const again = button('small', '', retry, icon('retry'), words.retry);
  const note = make('div', 'note', {}, make('p', '', {}, icon('alert'), reason), again);
  const element = make(
    'div',
    `message ${first.role}`,
    {},
    day && make('div', 'day', {}, day),
    make('span', 'unseen', {}, isAnswer ? words.assistant : words.you),
    body,
    answer && [answer.meta, answer.sources.list, answer.feedback.element],
    note,
  );

  /** What only answers have: of long conversations half is the visitor's. */
  function createAnswer() {
    const dots = make('div', 'dots', { 'aria-hidden': true }, [make('i'), make('i'), make('i')]);
    const sources = createSources(context);
    const feedback = createFeedback(context, first.id);
    const time = make('time', '', { datetime: new Date(first.at).toISOString() }, context.time(first.at));
    const meta = make('div', 'meta', {}, sources.toggle, time, feedback.buttons);
    return { dots, sources, feedback, meta, markdown: createMarkdown(body, citation) };
  }

  /** While an answer is written its sources are not known yet: the place is kept. */
  function citation(place: number): Node | null {
    const label = number(place);
    if (isOpen) return make('span', 'cite', {}, label);
    const source = cited[place - 1];
    // Of an answer that was cut short no sources came.
    if (!source) return message.sources.length || message.state !== 'done' ? document.createTextNode('') : null;
    const sign = button('cite', '', () => answer?.sources.reveal(place), label);
    setAttribute(sign, 'aria-label', fill(words.source, { number: label }));
    setAttribute(sign, 'title', source.title);
    return sign;
  }

  function write(known: readonly Source[]): void {
    const isWhole = message.state === 'done';
    const state = `${isWhole} ${message.text.length}`;
    if (cited === known && written === state) return;
    if (cited !== known) answer?.markdown.renewCitations();
    [cited, written] = [known, state];
    answer?.dots.remove();
    answer?.markdown.update(message.text, !isWhole);
  }

  function explain(): void {
    const isStopped = message.state === 'stopped';
    const isFailed = message.state === 'failed';
    const isPartial = isFailed && isAnswer && message.text !== '';
    show(note, isStopped || isFailed);
    show(again, !isFinal(message.failure));
    note.classList.toggle('quiet', isStopped || isPartial);
    if (isFailed || isStopped) {
      setText(reason, isStopped ? words.stopped : isPartial ? words.brokeOff : tell(message.failure, context));
    }
  }

  return {
    element,
    update(next: Message, shows: { sources: boolean; feedback: boolean }): void {
      message = next;
      isOpen = OPEN.includes(message.state);
      const isWaiting = isAnswer && isOpen && !message.text;
      show(body, isWaiting || message.text !== '');
      explain();
      if (!answer) {
        setText(body, message.text);
        return;
      }
      const { dots, sources, feedback, meta } = answer;
      const known = shows.sources && !isOpen ? message.sources : NONE;
      sources.update(known);
      write(known);
      if (isWaiting) body.append(dots);
      else dots.remove();
      show(meta, !isOpen && message.text !== '');
      feedback.update(message, shows.feedback && !isOpen);
    },
    /** What screen readers are told of an answer that is complete. */
    spoken(): string {
      // biome-ignore lint/performance/useDomNodeTextContent: As it is laid out; else a table's cells would be one long word.
      const text = body.innerText;
      return cited.length ? `${text}\n${plural(words.sources, cited.length)}` : text;
    },
    failure: () => (note.hidden ? '' : reason.textContent),
  };
}
