import fc from 'fast-check';
import { operations } from '../../src/operations/index.js';
import { eventCallback, interactive, slashCommand } from '../support/slack-request.js';
import type { Targets } from './harness.js';
import { deep, spoilt, text, value } from './inputs.js';

/** A request body with its description. */
export interface Input {
  readonly kind: string;
  readonly body: string;
}

/** A sender, and the changes that each kind of modal and button can target without permission. */
export interface Sender {
  readonly user: string;
  /** The team that payloads name; by default the one of the bot. Events always come from the bot's own. */
  readonly team?: string;
  /** May not look: is told so and nothing else. */
  readonly isOutsider?: boolean;
  /** The response_url of messages. */
  readonly responseUrl: string;
  readonly targets: Targets;
  readonly confirms: readonly string[];
  readonly approves: readonly string[];
  readonly declines: readonly string[];
  /** Whether inputs can have the right name: harmless for a sender without permission. */
  readonly typesNames: boolean;
}

const operationNames = [...operations.map(({ name }) => name), 'constructor', '__proto__', 'approve', ''];
const operationName = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...operationNames) },
  { weight: 1, arbitrary: text },
);
const fieldNames = [
  ...['sdkAppId', 'name', 'account', 'dataCenter', 'dataCenter/1a2b', 'createdAt', 'ruleSet/x', 'plan', 'plan/x'],
  ...['channel', 'language', 'typedName', 'reason', 'why', 'operation', 'app', 'search/', 'month', 'file'],
  ...['metric', 'state', 'inState', 'AND', 'OR', 'NOT', 'months', 'maxGroupsPerUser', 'unlimitedAvChatRooms'],
  ...['__proto__', 'constructor', '', '/'],
];
const choices = ['current', 'current.premium', 'current.standard', 'legacy.pro', 'free', 'automatic', 'on', 'default'];
const values = fc.oneof(
  { weight: 4, arbitrary: text },
  { weight: 2, arbitrary: fc.constantFrom(...choices, 'singapore', 'C0123456', 'ko', '2026-11-01', 'csv', 'active') },
  { weight: 1, arbitrary: fc.integer({ min: 1_400_000_000, max: 1_400_000_099 }).map(String) },
);
const answers = fc.dictionary(fc.constantFrom(...fieldNames), values, { maxKeys: 6 });

const appId = ({ apps }: Targets) =>
  fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom<number | null>(...apps.map(({ id }) => id), null) },
    { weight: 2, arbitrary: fc.constantFrom(0, -1, 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53 - 1, 1.5) },
  );

/** The metadata of a button or modal: valid, forged, corrupt, or no JSON. */
const carried = (right: fc.Arbitrary<unknown>) =>
  fc.oneof(
    { weight: 8, arbitrary: right.map((it) => JSON.stringify(it)) },
    { weight: 1, arbitrary: value.map((it) => JSON.stringify(it)) },
    { weight: 1, arbitrary: text },
    {
      weight: 1,
      arbitrary: fc.constantFrom(deep(3000), deep(3000, '{"a":', '}'), '{"__proto__":{"change":"x"}}', '{"change":"x"'),
    },
  );

const askCarried = (targets: Targets) =>
  carried(spoilt({ operation: operationName, sdkAppId: appId(targets), answers }));
const changeCarried = (ids: readonly string[]) =>
  carried(
    spoilt({
      change: fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...ids) },
        { weight: 1, arbitrary: fc.constantFrom('00000000-0000-0000-0000-000000000000', 'not-a-uuid') },
      ),
    }),
  );

const homeCarried = ({ apps }: Targets) =>
  carried(
    spoilt({
      page: fc.integer({ min: 0, max: 1_000_001 }),
      search: values,
      state: fc.constantFrom('active', 'disabled', 'inState', 'any'),
      plan: values,
      after: spoilt({ name: values, sdkAppId: appId({ apps } as Targets) }),
    }),
  );

/** The state of an input in a modal: valid, or such as Slack never sends. */
const given = fc.oneof(
  { weight: 6, arbitrary: values.map((it) => ({ type: 'plain_text_input', value: it })) },
  { weight: 4, arbitrary: values.map((it) => ({ type: 'static_select', selected_option: { value: it } })) },
  { weight: 1, arbitrary: values.map((it) => ({ type: 'datepicker', selected_date: it })) },
  { weight: 1, arbitrary: values.map((it) => ({ type: 'conversations_select', selected_conversation: it })) },
  { weight: 1, arbitrary: value },
  { weight: 1, arbitrary: spoilt({ value, selected_option: value, selected_date: value }) },
);
const block = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...fieldNames) }, { weight: 1, arbitrary: text });
const action = fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), given, { minKeys: 1, maxKeys: 2 });

/** A valid registration with corrupt parts. */
const registration = spoilt({
  sdkAppId: fc.integer({ min: 1_400_001_000, max: 1_400_009_999 }).map((it) => ({ a: { value: String(it) } })),
  name: values.map((it) => ({ a: { value: it } })),
  account: values.map((it) => ({ a: { value: it } })),
  'dataCenter/1': fc.constant({ a: { selected_option: { value: 'singapore' } } }),
  createdAt: fc.constant({ a: { selected_date: '2026-11-01' } }),
});

const typing = ({ targets, typesNames }: Sender) => {
  const names = typesNames ? targets.apps.map(({ name }) => name) : ['Monthly', 'monthly?'];
  return fc
    .record({
      typedName: fc.oneof(text, fc.constantFrom(...names)),
      reason: text,
      why: fc.oneof(text, fc.constant('no')),
    })
    .map((it) => Object.fromEntries(Object.entries(it).map(([name, typed]) => [name, { [name]: { value: typed } }])));
};

const state = (sender: Sender) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.dictionary(block, action, { maxKeys: 8 }).map((it) => ({ values: it })) },
    { weight: 4, arbitrary: typing(sender).map((it) => ({ values: it })) },
    { weight: 3, arbitrary: registration.map((it) => ({ values: it })) },
    { weight: 1, arbitrary: value.map((it) => ({ values: it })) },
    { weight: 1, arbitrary: value },
  );

const hash = fc.oneof(fc.constant('h'), text);

function modal(sender: Sender): fc.Arbitrary<Record<string, unknown>> {
  const { targets } = sender;
  const kinds = {
    form: fc.oneof(askCarried(targets), fc.constant('{"operation":"register","sdkAppId":null,"answers":{}}')),
    pick: askCarried(targets),
    manage: askCarried(targets),
    preview: changeCarried(sender.confirms),
    approve: changeCarried(sender.approves),
    decline: changeCarried(sender.declines),
    notice: text,
    constructor: changeCarried(sender.confirms),
  };
  const each = Object.entries(kinds).map(([callback_id, private_metadata]) =>
    spoilt({ id: fc.constant('V1'), type: fc.constant('modal'), hash, private_metadata, state: state(sender) }).map(
      // The callback_id stays valid: the targets depend on it.
      (it): Record<string, unknown> => ({ ...it, callback_id }),
    ),
  );
  return fc.oneof(...each);
}

export const slash = ({ user, team = 'T1', targets, responseUrl }: Sender): fc.Arbitrary<Input> => {
  const target = fc.oneof(
    fc.constantFrom(...targets.apps.flatMap(({ id, name }) => [String(id), name])),
    text,
    fc.tuple(fc.constantFrom(...fieldNames, 'search'), values).map(([name, it]) => `${name}=${it}`),
    fc.tuple(fc.constantFrom(...fieldNames), values).map(([name, it]) => `${name}="${it}"`),
  );
  const flood = fc.integer({ min: 1, max: 2000 }).map((many) => 'plan=x '.repeat(many));
  return fc
    .record({
      name: fc.constantFrom('/imapp', '/imapp', '/imapp', '/imapp-upgrade', '/imapp-config', '/imapp-odd', '/'),
      operation: operationName,
      rest: fc.oneof(
        { weight: 6, arbitrary: fc.array(target, { maxLength: 4 }).map((it) => it.join(' ')) },
        { weight: 1, arbitrary: flood },
      ),
    })
    .map(({ name, operation, rest }) => ({
      kind: 'command',
      body: slashCommand(`${name} ${operation} ${rest}`, { user, team, responseUrl }),
    }));
};

export const submitted = (sender: Sender): fc.Arbitrary<Input> =>
  modal(sender).map((view) => ({
    kind: 'submission',
    body: interactive({ type: 'view_submission', view: { private_metadata: '', ...view } }, sender),
  }));

export const pressed = (sender: Sender): fc.Arbitrary<Input> => {
  const { targets } = sender;
  const acts: readonly (readonly [string, fc.Arbitrary<string | undefined>])[] = [
    ['ask/0', askCarried(targets)],
    ['redraw/plan', values],
    ['approve', changeCarried(sender.approves.filter((id) => sender.typesNames || id !== targets.pending.id))],
    ['decline', changeCarried(sender.declines)],
    ['home/next', homeCarried(targets)],
    ['home/search', values],
    ['home/state', values],
    ['home/plan', values],
    ['home/refresh', values],
    ['constructor/approve', changeCarried(sender.approves)],
  ];
  const act = fc.oneof(
    ...acts.map(([action_id, carried]) =>
      fc.oneof(
        { weight: 3, arbitrary: carried.map((it) => ({ type: 'button', block_id: 'b', action_id, value: it })) },
        { weight: 1, arbitrary: carried.map((it) => ({ type: 'x', action_id, selected_option: { value: it } })) },
      ),
    ),
    spoilt({ action_id: text, value, selected_option: value, type: text, block_id: text }),
  );
  const place = fc.oneof(
    fc.constant({ container: { type: 'message' }, channel: { id: 'C1' }, response_url: sender.responseUrl }),
    modal(sender).map((view) => ({ container: { type: 'view' }, view: { private_metadata: '', ...view } })),
    fc
      .record({ private_metadata: homeCarried(targets), state: state(sender), hash })
      .map((view) => ({ container: { type: 'view' }, view: { ...view, id: 'V2', type: 'home' } })),
    fc.constant({}),
  );
  return fc.tuple(act, place).map(([pressed, where]) => ({
    kind: 'press',
    body: interactive({ type: 'block_actions', ...where, actions: [pressed] }, sender),
  }));
};

export const asked = (sender: Sender): fc.Arbitrary<Input> =>
  fc.oneof(
    fc.oneof(values, value).map((it) => ({
      kind: 'suggestion',
      body: interactive({ type: 'block_suggestion', action_id: 'app', block_id: 'app', value: it }, sender),
    })),
    text.map((it) => ({
      kind: 'shortcut',
      body: interactive({ type: 'shortcut', callback_id: it, action_ts: '1' }, sender),
    })),
  );

let events = 0;

export const happened = (sender: Sender): fc.Arbitrary<Input> =>
  fc
    .record({
      of: spoilt({
        type: fc.constantFrom('app_home_opened', 'app_home_opened', 'app_home_opened', 'message'),
        user: fc.constant(sender.user),
        tab: fc.constantFrom('home', 'home', 'messages'),
        view: spoilt({ hash, private_metadata: homeCarried(sender.targets), state: state(sender), type: text }),
      }),
    })
    .map(({ of }) => ({ kind: 'event', body: eventCallback(of, `Ev${++events}`) }));

/** Payloads in a shape that Slack never sends. */
export const shapeless = (sender: Sender): fc.Arbitrary<Input> => {
  const type = fc.constantFrom('block_actions', 'view_submission', 'view_closed', 'block_suggestion', 'shortcut');
  const envelope = spoilt({
    type,
    user: fc.constant({ id: sender.user }),
    team: fc.constant({ id: 'T1' }),
    view: modal(sender),
    actions: fc.array(value, { maxLength: 2 }),
    trigger_id: text,
    response_url: fc.constantFrom('http://127.0.0.1:1/', 'not a url', 'file:///etc/passwd'),
    channel: value,
  });
  return fc.oneof(
    envelope.map((it) => ({ kind: 'payload', body: new URLSearchParams({ payload: JSON.stringify(it) }).toString() })),
    spoilt({ command: fc.constant('/imapp'), text, user_id: fc.constant(sender.user), trigger_id: text }).map((it) => ({
      kind: 'form',
      body: new URLSearchParams(
        Object.entries(it).map(([name, part]): [string, string] => [
          name,
          typeof part === 'string' ? part : (JSON.stringify(part) ?? ''),
        ]),
      ).toString(),
    })),
    fc
      .oneof(value, fc.anything({ maxDepth: 3 }))
      .map((it) => ({ kind: 'json', body: JSON.stringify(it) ?? 'undefined' })),
    fc
      .constantFrom(deep(200_000), deep(100_000, '{"a":', '}'), '', '{', '[]', '0', '"x"', 'payload=', 'payload={}')
      .map((body) => ({ kind: 'raw', body })),
    text.map((body) => ({ kind: 'raw', body })),
  );
};
