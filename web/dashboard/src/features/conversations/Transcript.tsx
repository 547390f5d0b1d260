import { Fragment } from 'react';
import { formatDate } from '@/lib/format';
import { AnswerItem } from './AnswerItem';
import type { Message } from './api';
import { questionsById } from './message';
import { QuestionItem } from './QuestionItem';

/** Messages in order, with a line where a day begins. */
export function Transcript({ messages }: { messages: Message[] }) {
  const questions = questionsById(messages);
  return (
    <ol className="grid grid-cols-[minmax(0,1fr)] gap-5 px-4 py-5 sm:px-5">
      {messages.map((message, at) => {
        const day = formatDate(message.createdAt);
        const before = messages[at - 1];
        const question = questions.get(message.replyTo ?? '');
        return (
          <Fragment key={message.id}>
            {(!before || formatDate(before.createdAt) !== day) && (
              <li className="flex items-center gap-3 text-xs text-soft before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
                {day}
              </li>
            )}
            <li>
              {message.role === 'visitor' ? (
                <QuestionItem message={message} previousPage={before && lastPage(messages, at)} />
              ) : (
                <AnswerItem message={message} question={question?.content} />
              )}
            </li>
          </Fragment>
        );
      })}
    </ol>
  );
}

/** The page of the question before: it is told again only where the visitor went on to another one. */
function lastPage(messages: Message[], at: number) {
  for (let index = at - 1; index >= 0; index--) {
    const message = messages[index];
    if (message?.role === 'visitor') return message.page;
  }
  return null;
}
