import { isList, isObject, type Json, type JsonObject, objectIn, objectsIn, stringIn } from '../json.js';
import type { State } from '../state/state.js';
import { limits } from '../validation/limit-values.js';
import { failedConstraint, type Problem } from '../validation/schema-problems.js';
import { validateBlocks } from '../validation/validate-payload.js';

/** Slack's error code for invalid content, and the problems if blocks are invalid. */
interface ContentError {
  readonly error: string;
  readonly problems: readonly Problem[];
}

/** Validates text, blocks and attachments of a message; undefined if valid. */
export function contentError(state: State, body: JsonObject): ContentError | undefined {
  const { text, blocks, attachments } = body;
  if (typeof text === 'string' && [...text].length > limits.messageText) return { error: 'msg_too_long', problems: [] };
  if (blocks !== undefined) {
    const problems = [...validateBlocks(blocks, 'message', '/blocks'), ...unknownFiles(state, blocks)];
    if (problems.length > 0) return blocksError(problems);
  }
  const inAttachments = attachmentProblems(attachments);
  if (inAttachments.length > 0) return { error: 'invalid_attachments', problems: inAttachments };
  return isEmpty(text) && isEmpty(blocks) && isEmpty(attachments) ? { error: 'no_text', problems: [] } : undefined;
}

/** Slack reports a second table as invalid_attachments. */
function blocksError(problems: readonly Problem[]): ContentError {
  const tables = problems.every((problem) => problem.message === 'only_one_table_allowed');
  return { error: tables ? 'invalid_attachments' : 'invalid_blocks', problems };
}

function attachmentProblems(attachments: Json | undefined): readonly Problem[] {
  if (attachments === undefined) return [];
  if (!isList(attachments)) return [failedConstraint('/attachments', 'must provide an array')];
  return attachments.flatMap((attachment, index) => {
    const pointer = `/attachments/${index}`;
    if (!isObject(attachment)) return [failedConstraint(pointer, 'must provide an object')];
    return attachment['blocks'] === undefined
      ? []
      : validateBlocks(attachment['blocks'], 'message', `${pointer}/blocks`);
  });
}

/** Images whose `slack_file` does not exist or is not an uploaded picture. */
export function unknownFiles(state: State, blocks: Json, pointer = '/blocks'): readonly Problem[] {
  if (!isList(blocks)) return [];
  return blocks.filter(isObject).flatMap((block, index) => {
    const at = `${pointer}/${index}`;
    const inner = [objectIn(block, 'accessory'), ...objectsIn(block, 'elements')];
    return [block, ...inner].flatMap((image) => (image === undefined ? [] : fileProblem(state, image, at)));
  });
}

function fileProblem(state: State, image: JsonObject, pointer: string): readonly Problem[] {
  const id = stringIn(objectIn(image, 'slack_file') ?? {}, 'id');
  if (id === undefined) return [];
  const file = state.files[id];
  const isUploadedImage = file?.content !== undefined && /\.(png|jpe?g|gif)$/i.test(file.name);
  return isUploadedImage ? [] : [failedConstraint(`${pointer}/slack_file`, 'invalid slack file')];
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || value === '' || (isList(value) && value.length === 0);
}
