import { objectIn, objectsIn } from '../../src/json.js';
import type { Screen, VisibleMessage } from '../../src/state/user-view.js';
import { elementsOf } from '../../src/user-driver/blocks.js';
import { direct } from './location.js';

/** The steps of the tour for newcomers, in their order. */
export const steps = ['asAnn', 'list', 'disable', 'switchTo', 'approve', 'end'] as const;
export type Step = (typeof steps)[number];

/** Who asks and who decides in the tour, by handle. */
export const asks = 'ann';
export const decides = 'lin';

/** Where requests are decided, and what lists the apps. */
export const approvals = '#ops-approvals';
export const listing = '/imapp list';

/** Which step comes next on the way, from what there is to see; none when the tour is over. */
export function nextStep(screen: Screen, bot: string, where: string): Step | undefined {
  const who = screen.user.name;
  const requests = requestsOn(screen, bot);
  const decided = requests.some((message) => objectIn(message.json, 'edited') !== undefined);
  if (decided) return who === asks && where === direct ? undefined : 'end';
  if (requests.length > 0) return who === decides ? 'approve' : 'switchTo';
  if (who !== asks) return 'asAnn';
  return hasListed(screen) || screen.modals.length > 0 ? 'disable' : 'list';
}

function hasListed({ conversations, user: person }: Screen): boolean {
  const messages = conversations.flatMap((each) => each.messages);
  return messages.some(({ inReplyTo }) => inReplyTo?.user === person.id && inReplyTo.line.startsWith(listing));
}

/** Messages that ask for a decision, or did before they were edited. */
function requestsOn(screen: Screen, bot: string): readonly VisibleMessage[] {
  const messages = screen.conversations.filter(({ name }) => name === approvals).flatMap((each) => each.messages);
  return messages.filter((message) => {
    const decidable = elementsOf(objectsIn(message.json, 'blocks')).some(({ actionId }) => actionId === 'approve');
    return message.author === bot && (decidable || objectIn(message.json, 'edited') !== undefined);
  });
}
