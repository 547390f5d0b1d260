interface Counted {
  answers: number;
  unanswered: number;
  failures: number;
  ratingsUp: number;
  ratingsDown: number;
}

/** The share of questions that were answered; null where nothing was asked. */
export function answeredShare({ answers, unanswered, failures }: Pick<Counted, 'answers' | 'unanswered' | 'failures'>) {
  const all = answers + failures;
  return all === 0 ? null : (answers - unanswered) / all;
}

/** The share of ratings that say helpful; null without ratings. */
export function satisfaction({ ratingsUp, ratingsDown }: Pick<Counted, 'ratingsUp' | 'ratingsDown'>) {
  const all = ratingsUp + ratingsDown;
  return all === 0 ? null : ratingsUp / all;
}
