import { type FreeOperation, freely } from '../operation.js';
import { answer, type Unpriced } from '../plan.js';
import type { Situation } from '../situation.js';
import { helpBook } from './text.js';

const { say } = helpBook;

/** What this bot can do, and what of it the reader may do: drawn from the list of operations. */
export const help: FreeOperation = {
  name: 'help',
  subject: 'none',
  book: helpBook,
  text: { title: say('title'), label: say('label'), summary: say('summary') },
  usage: '/imapp help',
  role: 'viewer',
  answers: true,
  needs: ['cards'],
  policy: () => freely,
  form: () => [],
  plan,
};

function plan({ cards, roles }: Situation): Unpriced {
  const mine = cards.filter((card) => roles.has(card.role));
  const others = cards.filter((card) => !roles.has(card.role));
  const foreign = [...new Set(others.map(({ role }) => role))];
  return answer([
    say('heading'),
    ...mine.map(({ usage, summary }) => say('operation', { usage, summary })),
    ...foreign.map((role) => {
      const theirs = others.filter((card) => card.role === role).map(({ name }) => name);
      return say('notYours', { operations: theirs, role: say(role) });
    }),
  ]);
}
