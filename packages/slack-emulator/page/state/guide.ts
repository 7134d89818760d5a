import { objectIn, objectsIn } from '../../src/json.js';
import type { Screen, VisibleMessage } from '../../src/state/user-view.js';
import { elementsOf } from '../../src/user-driver/blocks.js';
import { directPane } from './location.js';

/** The steps of the tour for newcomers, in their order. */
export const steps = ['asAnn', 'list', 'disable', 'switchTo', 'approve', 'end'] as const;
export type GuideStepId = (typeof steps)[number];

/** Who asks and who decides in the tour, by handle. */
export const requesterHandle = 'ann';
export const approverHandle = 'lin';

/** Where requests are decided, and what lists the apps. */
export const approvalsChannel = '#ops-approvals';
export const listCommand = '/imapp list';

/** Which step comes next on the way, from what there is to see; none when the tour is over. */
export function nextStep(screen: Screen, bot: string, pane: string): GuideStepId | undefined {
  const handle = screen.user.name;
  const requests = requestsOn(screen, bot);
  const decided = requests.some((message) => objectIn(message.json, 'edited') !== undefined);
  if (decided) return handle === requesterHandle && pane === directPane ? undefined : 'end';
  if (requests.length > 0) return handle === approverHandle ? 'approve' : 'switchTo';
  if (handle !== requesterHandle) return 'asAnn';
  return hasListed(screen) || screen.modals.length > 0 ? 'disable' : 'list';
}

function hasListed({ conversations, user }: Screen): boolean {
  const messages = conversations.flatMap((each) => each.messages);
  return messages.some(({ inReplyTo }) => inReplyTo?.user === user.id && inReplyTo.command.startsWith(listCommand));
}

/** Messages that ask for a decision, or did before they were edited. */
function requestsOn(screen: Screen, bot: string): readonly VisibleMessage[] {
  const messages = screen.conversations
    .filter(({ name }) => name === approvalsChannel)
    .flatMap((each) => each.messages);
  return messages.filter((message) => {
    const decidable = elementsOf(objectsIn(message.json, 'blocks')).some(({ actionId }) => actionId === 'approve');
    return message.author === bot && (decidable || objectIn(message.json, 'edited') !== undefined);
  });
}
