import { expect, test } from 'vitest';
import { approvalsChannel, nextStep } from '../../../page/state/guide.js';
import { directPane } from '../../../page/state/location.js';
import type { Screen, VisibleMessage } from '../../../src/state/user-view.js';

const bot = 'UBOT';
const userIds = { ann: 'UANN', lin: 'ULIN' } as const;

const message = (more: Partial<VisibleMessage> = {}): VisibleMessage => ({
  ts: '1.2',
  channel: 'C1',
  author: bot,
  ephemeral: false,
  inReplyTo: null,
  json: {},
  ...more,
});

const reply = (line: string, user: string = userIds.ann) =>
  message({ ephemeral: true, inReplyTo: { user, command: line } });
const button = { type: 'button', action_id: 'approve', text: { type: 'plain_text', text: 'Approve' } };
const request = message({ json: { blocks: [{ type: 'actions', block_id: 'next', elements: [button] }] } });
const edited = message({ json: { edited: { user: bot, ts: '2.0' } } });

const screen = (handle: keyof typeof userIds, messages: Readonly<Record<string, VisibleMessage[]>> = {}): Screen => ({
  user: { id: userIds[handle], name: handle, realName: handle, locale: 'en-US', tz: 'UTC', isBot: false },
  conversations: Object.entries(messages).map(([name, all]) => ({ id: name, name, kind: 'public', messages: all })),
  modals: [],
  home: null,
  notices: [],
});

test.each<[what: string, screen: Screen, where: string, next: string | undefined]>([
  ['nothing was done', screen('ann'), 'C1', 'list'],
  ['another user looks', screen('lin'), 'C1', 'asAnn'],
  ['the bot posted a notice', screen('ann', { '#ops-notices': [message(), edited] }), 'C1', 'list'],
  ['another command was answered', screen('ann', { '#general': [reply('/imapp help')] }), 'C1', 'list'],
  ['another user listed', screen('ann', { '#general': [reply('/imapp list', userIds.lin)] }), 'C1', 'list'],
  ['the apps were listed', screen('ann', { '#general': [reply('/imapp list pro')] }), 'C1', 'disable'],
  ['a request is pending', screen('ann', { [approvalsChannel]: [request] }), 'C1', 'switchTo'],
  ['the approver is there', screen('lin', { [approvalsChannel]: [request] }), 'C1', 'approve'],
  ['it was decided', screen('lin', { [approvalsChannel]: [edited] }), 'C1', 'end'],
  ['Ann is back, elsewhere', screen('ann', { [approvalsChannel]: [edited] }), 'C1', 'end'],
  ['Ann reads what was decided', screen('ann', { [approvalsChannel]: [edited] }), directPane, undefined],
])('nextStep after: %s', (_what, seen, where, next) => expect(nextStep(seen, bot, where)).toBe(next));
