import { objectIn, objectsIn } from '../../src/json.js';
import type { Screen, VisibleMessage } from '../../src/state/user-view.js';
import { elementsOf } from '../../src/user-driver/blocks.js';
import { directPane } from './location.js';

/** The steps of the tour, in order. */
export const steps = ['asAnn', 'list', 'disable', 'switchTo', 'approve', 'end'] as const;
export type GuideStepId = (typeof steps)[number];

/** Handles of the requester and the approver of the tour. */
export const requesterHandle = 'ann';
export const approverHandle = 'lin';

/** The channel with approval requests, and the command that lists the apps. */
export const approvalsChannel = '#ops-approvals';
export const listCommand = '/imapp list';

/** The next step, derived from the screen; undefined when the tour is over. */
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

/** Approval requests, pending or decided (edited). */
function requestsOn(screen: Screen, bot: string): readonly VisibleMessage[] {
  const messages = screen.conversations
    .filter(({ name }) => name === approvalsChannel)
    .flatMap((each) => each.messages);
  return messages.filter((message) => {
    const decidable = elementsOf(objectsIn(message.json, 'blocks')).some(({ actionId }) => actionId === 'approve');
    return message.author === bot && (decidable || objectIn(message.json, 'edited') !== undefined);
  });
}
