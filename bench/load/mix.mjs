import { called, command, signed, submission, trigger, vendorCall } from '../harness/slack-requests.mjs';

/** What arrives, and how often: of 100 arrivals so many are of each kind. */
const shares = {
  help: 8,
  show: 8,
  list: 4,
  form: 8,
  preview: 7,
  confirm: 5,
  check: 53,
  usage: 4,
  webhook: 3,
};

export const kinds = Object.keys(shares);
/** The people at work. They are operators. */
export const people = Array.from({ length: 50 }, (_, i) => `UBENCH${i}`);
/** How many apps there are; every preview takes another one, so that each can be upgraded. */
export const apps = 100_000;

/** Gateways ask about those that are busy. */
const busyApps = 2_000;
const readings = 100;
const metrics = ['dailyActiveUsers', 'peakGroups', 'avChatRooms'];
const has = (words) => (text) => text.includes(words);
const empty = (text) => text === '';

/**
 * The mix: `next` answers the next arrival, its kind, how to make its request, which answer is right, and, where the
 * answer comes after the acknowledgement, by what it is known (`awaits`). `random` answers numbers from 0 to 1.
 */
export function mixOf({ firstApp, replyTo, random }) {
  const proposed = [];
  let upgraded = 0;
  const one = (list) => list[Math.floor(random() * list.length)];
  const someApp = () => firstApp + Math.floor(random() * apps);

  /** A command whose answer comes later: to its URL, or as the modal that its trigger opens. */
  function asks(line, accepts, into) {
    const trigger_id = trigger();
    const payload = { user: one(people), trigger_id, response_url: replyTo(trigger_id) };
    return { request: () => signed(command(line, payload)), accepts, ...(into && { awaits: `${into} ${trigger_id}` }) };
  }

  function preview() {
    const user = one(people);
    const carries = { operation: 'upgrade', sdkAppId: firstApp + (upgraded++ % apps), values: {} };
    const chosen = { plan: 'legacy.pro', maxGroupsPerUser: '1000' };
    const keep = (text) => {
      const { view } = JSON.parse(text);
      if (view?.callback_id !== 'preview') return false;
      proposed.push({ user, carries: JSON.parse(view.private_metadata) });
      return true;
    };
    return { request: () => signed(submission('form', carries, { chosen, user })), accepts: keep };
  }

  function confirm() {
    const { user, carries } = proposed.shift();
    return { request: () => signed(submission('preview', carries, { user })), accepts: has('success') };
  }

  function usage() {
    const reading = () => ({ sdkAppId: someApp(), metric: one(metrics), value: Math.floor(random() * 1000) });
    const body = { readings: Array.from({ length: readings }, reading) };
    return { request: () => called('/v1/usage', body), accepts: has(`"taken":${readings}`) };
  }

  function webhook() {
    const facts = { GroupId: `@TGS#${trigger()}`, EventTime: Date.now() };
    return {
      request: () => vendorCall(someApp(), 'Group.CallbackAfterGroupFull', facts),
      accepts: has('"ActionStatus":"OK"'),
    };
  }

  const busyApp = () => firstApp + Math.floor(random() * busyApps);
  const check = () => ({ sdkAppId: busyApp(), metric: 'groupsPerUser', current: 1, asked: 1 });
  const makers = {
    help: () => asks('/imapp help', has('/imapp')),
    show: () => asks(`/imapp show ${someApp()}`, empty, 'said'),
    list: () => asks('/imapp list', empty, 'said'),
    form: () => asks(`/imapp-upgrade ${someApp()}`, empty, 'opened'),
    preview,
    confirm,
    check: () => ({ request: () => called('/v1/check', check()), accepts: has('"allowed":true') }),
    usage,
    webhook,
  };
  const deck = kinds.flatMap((kind) => Array(shares[kind]).fill(kind));
  return {
    next() {
      const drawn = one(deck);
      // Nothing waits for a click yet.
      const kind = drawn === 'confirm' && proposed.length === 0 ? 'preview' : drawn;
      return { kind, ...makers[kind]() };
    },
  };
}
