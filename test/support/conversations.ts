import type { Answer, Answers, Call } from './fake-slack.js';

/** A message in a conversation. */
export interface PostedMessage {
  readonly channel: string;
  readonly ts: string;
  /** Its id in the outbox. */
  readonly id: string;
  /** The ts that it replies to, and whether the conversation shows it as well. */
  readonly threadTs: string | undefined;
  readonly broadcast: boolean;
  text: string;
  blocks: string;
  edits: number;
  /** When it was posted, by a monotonic clock in milliseconds. */
  readonly at: number;
}

/** How a call fails: before Slack processes it, or after. */
export type Fault = { readonly when: 'before' | 'after'; readonly how: Exclude<Answer, 'never'> | 'never' };

/** A file attached to a message. */
interface AttachedFile {
  readonly channel: string;
  readonly threadTs: string;
  readonly name: string;
}

/** Conversations of a fake Slack, which keep what is posted. `fault` decides which calls fail. */
export function createConversations(fault: (call: Call) => Fault | null = () => null) {
  const posted: PostedMessage[] = [];
  const attachments: AttachedFile[] = [];
  const names: string[] = [];
  const uploads = { uploadUrl: '' };
  const withFault = (method: string, take: (args: Call['args']) => Readonly<Record<string, unknown>>) => {
    return (args: Call['args']): Answer => {
      const wrong = fault({ method, args });
      if (wrong?.when === 'before') return wrong.how;
      const answer = take(args);
      return wrong ? wrong.how : answer;
    };
  };
  const answers: Answers = {
    'chat.postMessage': withFault(
      'chat.postMessage',
      ({ channel, text, blocks, metadata, thread_ts, reply_broadcast }) => {
        const { event_payload } = metadata as { event_payload: { id: string } };
        const ts = `${(Date.now() / 1000).toFixed(3)}${String(posted.length).padStart(3, '0')}`;
        posted.push({
          channel: String(channel),
          ts,
          id: event_payload.id,
          threadTs: thread_ts === undefined ? undefined : String(thread_ts),
          broadcast: String(reply_broadcast) === 'true',
          text: String(text),
          blocks: JSON.stringify(blocks),
          edits: 0,
          at: performance.now(),
        });
        return { ts };
      },
    ),
    'chat.update': withFault('chat.update', ({ channel, ts, text, blocks }) => {
      const found = posted.find((it) => it.channel === channel && it.ts === String(ts));
      if (!found) return { ok: false, error: 'message_not_found' };
      found.text = String(text);
      found.blocks = JSON.stringify(blocks);
      found.edits += 1;
      return { ts };
    }),
    'files.getUploadURLExternal': withFault('files.getUploadURLExternal', ({ filename }) => {
      return { upload_url: uploads.uploadUrl, file_id: String(names.push(String(filename)) - 1) };
    }),
    'files.completeUploadExternal': withFault('files.completeUploadExternal', ({ files, channel_id, thread_ts }) => {
      const name = names[Number((files as { id: string }[])[0]?.id)] ?? '';
      attachments.push({ channel: String(channel_id), threadTs: String(thread_ts), name });
      return { files };
    }),
    'conversations.history': withFault('conversations.history', ({ channel, oldest, latest, cursor }) => {
      const all = posted.filter(
        (it) => it.channel === channel && Number(it.ts) >= Number(oldest) && Number(it.ts) <= Number(latest),
      );
      const from = Number(cursor ?? 0);
      const page = all.slice(from, from + 3);
      const more = from + 3 < all.length;
      return {
        messages: page.map(({ ts, id }) => ({
          ts,
          ...(attachments.some((it) => it.threadTs === ts) && { reply_users: ['UBOT'] }),
          metadata: { event_type: 'imapp_message', event_payload: { id } },
        })),
        has_more: more,
        response_metadata: { next_cursor: more ? String(from + 3) : '' },
      };
    }),
  };
  return {
    posted,
    attachments,
    answers,
    /** Sets where files are uploaded to. */
    setUploadUrl(url: string) {
      uploads.uploadUrl = url;
    },
  };
}
