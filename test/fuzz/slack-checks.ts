import type { Call } from '../support/fake-slack.js';
import { flawsIn, leaksIn } from './answers.js';
import { people, type Stage, type Targets } from './harness.js';
import type { Sender } from './slack-inputs.js';

/** What is wrong with a response that Slack would show. */
export function flawsInAnswer(answer: object): readonly string[] {
  const drawn = 'view' in answer ? answer.view : 'blocks' in answer ? answer : null;
  return typeof drawn === 'object' && drawn !== null ? flawsIn(drawn) : [];
}

/** What is wrong with the calls to Slack's Web API. */
export function wrongCalls(calls: readonly Call[]): readonly string[] {
  const flaws = calls.flatMap(({ method, args }) => {
    const drawn = method.startsWith('views.') ? args['view'] : 'blocks' in args ? args : null;
    const found = typeof drawn === 'object' && drawn !== null ? flawsIn(drawn) : leaksIn(JSON.stringify(args));
    return found.map((flaw) => `${method}: ${flaw}`);
  });
  return [...new Set(flaws)].slice(0, 10);
}

/** The ids of apps, and what only forms have, in what an outsider is shown: there must be none. */
export function shownToOutsiders(shown: unknown): readonly string[] {
  const content = JSON.stringify(shown);
  return [...content.matchAll(/14000000\d\d|"type":"input"|initial_/g)].map(([found]) => found);
}

/** Failures that the bot reported with a reference number. */
export function failures(lines: Stage['lines']): readonly string[] {
  const bad = lines.filter(({ level }) => level === 'error' || level === 'fatal');
  return [...new Set(bad.map(({ message, err }) => `${String(message)}: ${told(err)}`))];
}

function told(err: unknown): string {
  const text = String(err);
  return text.length > 900 ? `${text.slice(0, 400)} … ${text.slice(-400)}` : text;
}

/** The senders, with what they are not permitted to do. */
export const senders: Readonly<{ [who: string]: (targets: Targets) => Omit<Sender, 'targets' | 'responseUrl'> }> = {
  'who may only look': (targets) => ({ user: people.viewer, ...everything(targets) }),
  'whom nobody knows': (targets) => ({ user: people.stranger, ...everything(targets) }),
  'an admin’s user id in another team': (targets) => ({
    ...{ user: people.admin, team: 'T2', isOutsider: true },
    ...everything(targets),
  }),
  'somebody of another team, by users.info': (targets) => ({
    ...{ user: people.outsider, isOutsider: true },
    ...everything(targets),
  }),
  'a guest': (targets) => ({ user: people.guest, isOutsider: true, ...everything(targets) }),
  'another operator': (targets) => ({ user: people.operator, ...everything(targets) }),
  'the author, who may not approve': (targets) => ({
    ...{ user: people.author, typesNames: true, approves: idsOf(targets) },
    ...{ confirms: settled(targets), declines: [targets.proposed.id, targets.proposedDisable.id, ...settled(targets)] },
  }),
  'an approver, who may not confirm for another': (targets) => ({
    ...{ user: people.approver, typesNames: false, confirms: idsOf(targets) },
    approves: [targets.proposed.id, targets.proposedDisable.id, targets.pendingName.id, ...settled(targets)],
    declines: [targets.proposed.id, targets.proposedDisable.id, ...settled(targets)],
  }),
};

const settled = ({ declined, applied }: Targets) => [declined.id, applied.id];

function idsOf({ apps: _apps, ...changes }: Targets): readonly string[] {
  return Object.values(changes).map(({ id }) => id);
}

export function everything(targets: Targets) {
  const ids = idsOf(targets);
  return { typesNames: true, confirms: ids, approves: ids, declines: ids };
}
