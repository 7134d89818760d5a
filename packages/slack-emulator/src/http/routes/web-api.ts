import type { House } from '../../context.js';
import { type JsonObject, stringIn } from '../../json.js';
import { answerCall } from '../../web-api/answer.js';
import { readArguments } from '../../web-api/body.js';
import { refuse } from '../../web-api/reply.js';
import { type Incoming, json, type Outgoing, type Result } from '../http.js';
import { unlessFault } from '../with-fault.js';
import { logged } from '../with-traffic-log.js';

/** Answers /api/<method>: form, multipart or JSON; the token in the header or as an argument. */
export async function webApiDoor(house: House, incoming: Incoming): Promise<Result> {
  const method = incoming.path.slice('/api/'.length);
  const type = incoming.headers['content-type'] ?? '';
  const taken = await readArguments(type, incoming.body);
  const entry = { via: 'web-api', name: method, incoming, body: shownBody(type, incoming) } as const;
  return logged(house, entry, () =>
    unlessFault(house, method, (): Outgoing => {
      if ('error' in taken) return json(refuse(taken.error));
      const args = { ...Object.fromEntries(incoming.query), ...taken.args };
      const token = bearer(incoming) ?? (taken.json ? undefined : stringIn(args, 'token'));
      const answered = answerCall(house, { method, args: withoutToken(args), token });
      return json(answered.reply, answered.status, answered.headers);
    }),
  );
}

function bearer(incoming: Incoming): string | undefined {
  return /^Bearer (.+)$/i.exec(incoming.headers['authorization'] ?? '')?.[1];
}

function withoutToken(args: JsonObject): JsonObject {
  const { token: _secret, ...rest } = args;
  return rest;
}

function shownBody(type: string, incoming: Incoming): string {
  const whole = type.startsWith('multipart/')
    ? `(${incoming.body.length} bytes of ${type})`
    : incoming.body.toString('utf8');
  return whole.replaceAll(/\btoken=[^&]*/g, 'token=…');
}
