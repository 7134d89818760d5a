import type { WorkspaceContext } from '../context.js';
import { isObject, type JsonObject, stringIn } from '../json.js';
import { viewJson } from '../state/serialize.js';
import { isRefused, type View } from '../state/state.js';
import { checkTrigger, exchangeTrigger } from '../state/triggers.js';
import { homeOf, openView, publishHome, pushView, replaceView, viewByExternalId } from '../state/views.js';
import { limits } from '../validation/limit-values.js';
import { validateView } from '../validation/validate-payload.js';
import { argument, type Call, type Method } from './call.js';
import { unknownFiles } from './content.js';
import { errorReply, invalidArguments, okReply, problemsReply, type Reply } from './reply.js';

/** The view argument, or the error. Checked in Slack's order: size, schema, external_id. */
function readView(call: Call, kind: 'modal' | 'home', current?: View): { payload: JsonObject } | { reply: Reply } {
  const { args, ctx } = call;
  const view = args['view'];
  if (view === undefined) return { reply: invalidArguments('missing required field: view') };
  if (Buffer.byteLength(JSON.stringify(view)) > limits.view) return { reply: errorReply('view_too_large') };
  const state = ctx.store.state();
  const problems = [
    ...validateView(view),
    ...(isObject(view) ? unknownFiles(state, view['blocks'] ?? [], '/view/blocks') : []),
  ];
  if (problems.length > 0 || !isObject(view)) return { reply: problemsReply('invalid_arguments', problems) };
  if (view['type'] !== kind) {
    return { reply: invalidArguments(`must be of type ${kind} [json-pointer:/view/type]`) };
  }
  const externalId = stringIn(view, 'external_id') ?? '';
  const existing = externalId === '' ? undefined : viewByExternalId(state, externalId);
  if (existing !== undefined && existing.id !== current?.id) return { reply: errorReply('duplicate_external_id') };
  return { payload: view };
}

function viewReply(ctx: WorkspaceContext, view: View): Reply {
  return okReply({ view: viewJson(ctx.store.state(), view) });
}

/** Opens or pushes a view. The trigger is checked first, and consumed only if the view is valid. */
function openOrPush(call: Call, action: 'open' | 'push'): Reply {
  const { ctx } = call;
  const id = argument(call, 'trigger_id');
  if (id === undefined) return invalidArguments('missing required field: trigger_id');
  const trigger = checkTrigger(ctx.store.state(), id, ctx.wallClock());
  if (isRefused(trigger)) return errorReply(trigger.refused);
  const read = readView(call, 'modal');
  if ('reply' in read) return read.reply;
  const showing = { owner: trigger.user, payload: read.payload, now: ctx.now() };
  const state = ctx.store.state();
  const step = action === 'open' ? openView(state, showing) : pushView(state, showing);
  if (isRefused(step)) return errorReply(step.refused);
  ctx.store.change(() => exchangeTrigger(step.state, id));
  return viewReply(ctx, step.value);
}

function update(call: Call): Reply {
  const { ctx } = call;
  const state = ctx.store.state();
  const id = argument(call, 'view_id');
  const externalId = argument(call, 'external_id');
  if (id === undefined && externalId === undefined) {
    return invalidArguments('must define either `view_id` or `external_id`');
  }
  const view = id === undefined ? viewByExternalId(state, externalId ?? '') : state.views[id];
  if (view === undefined) return errorReply('not_found');
  const read = readView(call, view.kind, view);
  if ('reply' in read) return read.reply;
  if (isStale(call, view)) return errorReply('hash_conflict');
  const { payload } = read;
  return viewReply(
    ctx,
    ctx.store.apply((before) => replaceView(before, view, { payload, now: ctx.now() })),
  );
}

function publish(call: Call): Reply {
  const { ctx } = call;
  const state = ctx.store.state();
  const owner = argument(call, 'user_id') ?? '';
  const user = state.users[owner];
  if (user === undefined || user.isBot) return invalidArguments('invalid `user_id`');
  const current = homeOf(state, owner);
  const read = readView(call, 'home', current);
  if ('reply' in read) return read.reply;
  if (isStale(call, current)) return errorReply('hash_conflict');
  const { payload } = read;
  return viewReply(
    ctx,
    ctx.store.apply((before) => publishHome(before, { owner, payload, now: ctx.now() })),
  );
}

function isStale(call: Call, view: View | undefined): boolean {
  const hash = argument(call, 'hash');
  return hash !== undefined && hash !== view?.hash;
}

const method = { scopes: [], token: 'bot', json: ['view'] } as const;

export const viewMethods: Readonly<Record<string, Method>> = {
  'views.open': { ...method, run: (call) => openOrPush(call, 'open') },
  'views.push': { ...method, run: (call) => openOrPush(call, 'push') },
  'views.update': { ...method, run: update },
  'views.publish': { ...method, run: publish },
};
