import { expect, test } from 'vitest';
import { approvalsChannel, nextStep } from '../page/state/guide.js';
import { directPane } from '../page/state/location.js';
import type { Screen, VisibleMessage } from '../src/state/user-view.js';

const bot = 'UBOT';
const people = { ann: 'UANN', lin: 'ULIN' } as const;

const said = (more: Partial<VisibleMessage> = {}): VisibleMessage => ({
  ts: '1.2',
  channel: 'C1',
  author: bot,
  ephemeral: false,
  inReplyTo: null,
  json: {},
  ...more,
});

const answered = (line: string, user: string = people.ann) =>
  said({ ephemeral: true, inReplyTo: { user, command: line } });
const button = { type: 'button', action_id: 'approve', text: { type: 'plain_text', text: 'Approve' } };
const request = said({ json: { blocks: [{ type: 'actions', block_id: 'next', elements: [button] }] } });
const edited = said({ json: { edited: { user: bot, ts: '2.0' } } });

const screen = (who: keyof typeof people, messages: Readonly<Record<string, VisibleMessage[]>> = {}): Screen => ({
  user: { id: people[who], name: who, realName: who, locale: 'en-US', tz: 'UTC', isBot: false },
  conversations: Object.entries(messages).map(([name, all]) => ({ id: name, name, kind: 'public', messages: all })),
  modals: [],
  home: null,
  notices: [],
});

test.each<[what: string, screen: Screen, where: string, next: string | undefined]>([
  ['nothing was done', screen('ann'), 'C1', 'list'],
  ['somebody else looks', screen('lin'), 'C1', 'asAnn'],
  ['the bot spoke unasked', screen('ann', { '#ops-notices': [said(), edited] }), 'C1', 'list'],
  ['another command was answered', screen('ann', { '#general': [answered('/imapp help')] }), 'C1', 'list'],
  ['somebody else listed', screen('ann', { '#general': [answered('/imapp list', people.lin)] }), 'C1', 'list'],
  ['the apps were listed', screen('ann', { '#general': [answered('/imapp list pro')] }), 'C1', 'disable'],
  ['a request stands', screen('ann', { [approvalsChannel]: [request] }), 'C1', 'switchTo'],
  ['the approver is there', screen('lin', { [approvalsChannel]: [request] }), 'C1', 'approve'],
  ['it was decided', screen('lin', { [approvalsChannel]: [edited] }), 'C1', 'end'],
  ['Ann is back, elsewhere', screen('ann', { [approvalsChannel]: [edited] }), 'C1', 'end'],
  ['Ann reads what was decided', screen('ann', { [approvalsChannel]: [edited] }), directPane, undefined],
])('the step after %s', (_what, seen, where, next) => expect(nextStep(seen, bot, where)).toBe(next));
