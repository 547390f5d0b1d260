/** Instructions that have proved themselves, to begin with. */
export const EXAMPLES = [
  {
    title: 'Tone',
    text: 'Answer in a friendly and short way, in two to four sentences. Use simple words: many visitors read in a language that is not their own.',
  },
  {
    title: 'What to do without an answer',
    text: 'If the documents do not say it, say so, and give the address help@example.com. Never guess times, rooms or prices.',
  },
  {
    title: 'About the event',
    text: 'The conference takes place on 14 and 15 May 2027 in Berlin. “Today” and “tomorrow” are meant in Berlin’s time. Talks are in English.',
  },
  {
    title: 'How to give times and places',
    text: 'Give times as 14:30, with the day. Name the room and the floor with every session.',
  },
] as const;

/** The prompt with an example at its end, as a paragraph of its own. */
export const withExample = (prompt: string, example: string) => {
  const before = prompt.trimEnd();
  return before ? `${before}\n\n${example}` : example;
};
