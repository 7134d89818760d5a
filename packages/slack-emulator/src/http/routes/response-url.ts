import type { House } from '../../context.js';
import { isObject, parseJson } from '../../json.js';
import { answerHook } from '../../outbound/response-url.js';
import type { Incoming, Result } from '../http.js';
import { unlessFault } from '../with-fault.js';
import { logged } from '../with-traffic-log.js';

/** /hooks/<key>: the bot answers through a response_url. */
export function hookDoor(house: House, incoming: Incoming): Promise<Result> {
  const key = incoming.path.slice('/hooks/'.length);
  const body = incoming.body.toString('utf8');
  const entry = { via: 'response_url', name: 'response_url', incoming, body } as const;
  return logged(house, entry, () =>
    unlessFault(house, 'response_url', () => {
      const parsed = parseJson(body);
      return answerHook(house, key, isObject(parsed) ? parsed : undefined);
    }),
  );
}
