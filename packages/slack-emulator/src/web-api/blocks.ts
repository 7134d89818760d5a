import { isObject, type Json, type JsonObject } from '../json.js';
import type { Problem } from '../validation/schema-problems.js';
import { problemLogLine, validateBlocks, validateView } from '../validation/validate-payload.js';
import type { Call, Method } from './call.js';
import { contentError } from './content.js';
import { errorReply, invalidArguments, okReply, type Reply } from './reply.js';

/** Validates blocks, a view or a message without posting it. */
function validate(call: Call): Reply {
  const names = ['blocks', 'view', 'message'].filter((name) => call.args[name] !== undefined);
  const [name] = names;
  if (name === undefined || names.length > 1)
    return invalidArguments('must define exactly one of `blocks`, `view` or `message`');
  const value = call.args[name];
  const problems = name === 'blocks' ? validateBlocks(value, 'message', '/blocks') : problemsIn(call, name, value);
  if (problems.length === 0) return okReply();
  return errorReply(`invalid_${name}`, {
    errors: problems.map(problemJson),
    response_metadata: { messages: problems.map(problemLogLine) },
  });
}

function problemsIn(call: Call, name: string, value: Json | undefined): readonly Problem[] {
  if (name === 'view') return validateView(value);
  const content = contentError(call.ctx.store.state(), isObject(value) ? value : {});
  if (content === undefined) return [];
  return content.problems.length > 0
    ? content.problems
    : [{ pointer: '/text', message: content.error, code: 'failed_constraint' }];
}

function problemJson({ pointer, code, message }: Problem): JsonObject {
  return { pointer, code, message };
}

export const blockMethods: Readonly<Record<string, Method>> = {
  'blocks.validate': { scopes: [], token: 'bot', json: ['blocks', 'view', 'message'], run: validate },
};
