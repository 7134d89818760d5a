import { isObject, type Json, type JsonObject, stringIn } from '../json.js';
import { limits } from '../validation/limit-values.js';
import { errorReply, invalidArguments, type Reply } from './reply.js';

/**
 * The error for invalid message metadata; undefined if it is valid or missing. An empty object is valid: on
 * chat.update it removes the metadata. https://docs.slack.dev/messaging/message-metadata
 */
export function metadataError(metadata: Json | undefined): Reply | undefined {
  if (metadata === undefined) return undefined;
  if (!isObject(metadata)) return errorReply('invalid_metadata_format');
  if (Object.keys(metadata).length === 0) return undefined;
  if (Buffer.byteLength(JSON.stringify(metadata)) > limits.metadata) return errorReply('metadata_too_large');
  const type = stringIn(metadata, 'event_type') ?? '';
  if (type === '' || !isObject(metadata['event_payload'])) return errorReply('invalid_metadata_schema');
  if (/^[\w-]+$/.test(type)) return undefined;
  // Slack responds with ok, posts the message and silently drops its metadata: slackapi/bolt-python#863.
  return invalidArguments(`event_type "${type}" has more than letters, digits, - and _: Slack drops it in silence`);
}

/** The metadata to store: undefined if missing or empty. */
export function storedMetadata(metadata: Json | undefined): JsonObject | undefined {
  return isObject(metadata) && Object.keys(metadata).length > 0 ? metadata : undefined;
}
