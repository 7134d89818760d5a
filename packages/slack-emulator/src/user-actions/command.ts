import type { WorkspaceContext } from '../context.js';
import { isObject, type JsonObject, parseJson } from '../json.js';
import { commandPayload } from '../outbound/payloads.js';
import { postReply, replyError } from '../outbound/reply-message.js';
import { type ActionResult, failureCode, ok } from '../outbound/result.js';
import { postNotice } from '../state/messages.js';
import { issueResponseUrl } from '../state/response-urls.js';
import { issueTrigger } from '../state/triggers.js';

export interface CommandAction {
  readonly user: string;
  readonly channel: string;
  /** The whole input, such as `/imapp upgrade 1400000001`. */
  readonly line: string;
}

/** A user runs a slash command. The response, or the failure as a Slackbot notice, is shown to that user. */
export async function runCommand(ctx: WorkspaceContext, action: CommandAction): Promise<ActionResult> {
  const [command = '', ...words] = action.line.trim().split(' ');
  const text = words.join(' ').trim();
  if (ctx.commands.length > 0 && !ctx.commands.some((each) => each.command === command)) {
    return showFailure(ctx, action, { code: 'invalid_command', text: `${command} is not a valid command.` });
  }
  const response = await ctx.deliver({
    kind: 'commands',
    payload: createPayload(ctx, action, { command, text }),
    acceptsResponse: true,
  });
  const code = failureCode(response);
  if (code !== undefined) return showFailure(ctx, action, failureOf(command, code));
  const body = response.got === 'answer' ? response.body : '';
  return showResponse(ctx, action, { command, body });
}

function createPayload(
  ctx: WorkspaceContext,
  action: CommandAction,
  parsed: { command: string; text: string },
): JsonObject {
  const { user, channel, line } = action;
  const now = ctx.wallClock();
  const key = ctx.store.apply((state) => issueResponseUrl(state, { user, channel, command: line, issuedAt: now }));
  const triggerId = ctx.store.apply((state) => issueTrigger(state, user, now));
  const responseUrl = `${ctx.url()}/hooks/${key}`;
  return commandPayload(ctx.store.state(), { user, channel, ...parsed, responseUrl, triggerId });
}

function showResponse(
  ctx: WorkspaceContext,
  action: CommandAction,
  response: { command: string; body: string },
): ActionResult {
  if (response.body.trim() === '') return ok;
  const parsed = parseJson(response.body);
  const body: JsonObject = isObject(parsed) ? parsed : { text: response.body };
  if (Object.keys(body).length === 0) return ok;
  if (replyError(ctx, body) !== undefined) {
    return showFailure(ctx, action, failureOf(response.command, 'invalid_command_response'));
  }
  postReply(ctx, { user: action.user, channel: action.channel, command: action.line, body });
  return ok;
}

function failureOf(command: string, code: string): { code: string; text: string } {
  return { code, text: `${command} failed with the error "${code}"` };
}

function showFailure(
  ctx: WorkspaceContext,
  action: CommandAction,
  failure: { code: string; text: string },
): ActionResult {
  const notice = { at: ctx.now(), channel: action.channel, ...failure };
  ctx.store.change((state) => postNotice(state, action.user, notice));
  return { ok: false, ...failure };
}
