import { describe, expect, test } from 'vitest';
import {
  blockActions,
  eventCallback,
  interactive,
  signedRequest,
  slashCommand,
  viewSubmission,
} from '../../support/slack-request.js';
import { createHarness, fakeChangeService } from './harness.js';

const refused = { status: 401, body: { error: expect.stringMatching(/.+/) } };

describe('HTTP receiver: accepted request', () => {
  test.each([0, -290, 290])('signed %i seconds off', async (offBy) => {
    const { sendRequest } = await createHarness();
    expect(await sendRequest(signedRequest(slashCommand('/imapp nonsense'), { offBy }))).toMatchObject({ status: 200 });
  });
});

describe('HTTP receiver: refused request', () => {
  test.each([-330, 330, 86_400])('signed %i seconds off', async (offBy) => {
    const { sendRequest } = await createHarness();
    expect(await sendRequest(signedRequest(slashCommand('/imapp help'), { offBy }))).toEqual(refused);
  });

  test('without a signature', async () => {
    const { sendRequest } = await createHarness();
    expect(await sendRequest({ headers: {}, body: slashCommand('/imapp help') })).toMatchObject({ status: 401 });
  });

  test.each(['v0=0000', `v0=${'0'.repeat(64)}`, 'v1=x', ''])('with the signature “%s”', async (signature) => {
    const { sendRequest } = await createHarness();
    expect(await sendRequest(signedRequest(slashCommand('/imapp help'), { signature }))).toMatchObject({ status: 401 });
  });

  test.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])(
    'that is a %s, and the bot lives on',
    async (method) => {
      const { url, send } = await createHarness();
      const { status, headers } = await fetch(url, { method });
      expect({ status, allow: headers.get('allow') }).toEqual({ status: 405, allow: 'POST' });
      expect(await send(slashCommand('/imapp nonsense'))).toMatchObject({ status: 200 });
    },
  );

  test.each([
    ['null', 'application/json'],
    [' null\n', 'text/plain'],
    ['payload=null', 'application/x-www-form-urlencoded'],
    ['payload=%20%6eull', 'application/x-www-form-urlencoded'],
  ])('with the unreadable body %j as %s', async (body, contentType) => {
    const { sendRequest } = await createHarness();
    expect(await sendRequest(signedRequest(body, { contentType }))).toMatchObject({ status: 400 });
  });

  test('with a body above the limit', async () => {
    const { sendRequest } = await createHarness();
    const reply = await sendRequest(signedRequest(`text=${'x'.repeat(1_200_000)}`));
    expect(reply).toMatchObject({ status: 413, body: { error: expect.stringContaining('1 MiB') } });
  });
});

describe('replayed request in disguise', () => {
  const again = signedRequest(slashCommand('/imapp nonsense'));
  const { 'x-slack-signature': signature = '', 'x-slack-request-timestamp': time = '' } = again.headers;
  const disguises: readonly [string, Readonly<Record<string, string>>][] = [
    ['signature with more after it', { 'x-slack-signature': `${signature}=1` }],
    ['signature with a space', { 'x-slack-signature': `${signature} ` }],
    ['signature in upper case', { 'x-slack-signature': signature.toUpperCase() }],
    ['version in upper case', { 'x-slack-signature': signature.replace('v0', 'V0') }],
    ['signature twice', { 'x-slack-signature': `${signature}, ${signature}` }],
    ['signature twice, spelt to pass', { 'x-slack-signature': `${signature}=, v0=x` }],
    ['timestamp with a fraction', { 'x-slack-request-timestamp': `${time}.0` }],
    ['timestamp with a sign', { 'x-slack-request-timestamp': `+${time}` }],
    ['timestamp in hex', { 'x-slack-request-timestamp': `0x${Number(time).toString(16)}` }],
    ['timestamp with an exponent', { 'x-slack-request-timestamp': `${time}e0` }],
    ['timestamp with zeros in front', { 'x-slack-request-timestamp': `0${time}` }],
    ['headers in another case', { 'X-SLACK-SIGNATURE': signature, 'X-Slack-Request-Timestamp': time }],
    ['another content type', { 'content-type': 'application/x-www-form-urlencoded; charset=latin1' }],
  ];

  test.each(disguises)('by its %s is refused or answered as received already', async (_how, headers) => {
    const { sendRequest } = await createHarness();
    expect((await sendRequest(again)).body).toMatchObject({ text: expect.stringContaining('nonsense') });
    const reply = await sendRequest({ body: again.body, headers: headersOf({ ...again.headers }, headers) });
    if (reply.status !== 401)
      expect(reply).toMatchObject({ status: 200, body: { text: expect.stringContaining('received already') } });
  });

  test.each(disguises)('by its %s does not make the first one a replay', async (_how, headers) => {
    const { sendRequest } = await createHarness();
    const { status } = await sendRequest({ body: again.body, headers: headersOf({ ...again.headers }, headers) });
    const { body } = await sendRequest(again);
    expect(body).toMatchObject({ text: expect.stringContaining(status === 401 ? 'nonsense' : 'received already') });
  });
});

/** The headers with those of `other` in place of those of the same name, in whatever case. */
function headersOf(headers: Record<string, string>, other: Readonly<Record<string, string>>): Record<string, string> {
  const replaced = new Set(Object.keys(other).map((name) => name.toLowerCase()));
  const kept = Object.entries(headers).filter(([name]) => !replaced.has(name));
  return { ...Object.fromEntries(kept), ...other };
}

describe('replayed request', () => {
  test('of a command is answered as received already', async () => {
    const { sendRequest } = await createHarness();
    const again = signedRequest(slashCommand('/imapp nonsense'));
    const first = await sendRequest(again);
    const second = await sendRequest(again);
    expect(first.body).toMatchObject({ text: expect.stringContaining('nonsense') });
    expect(second).toMatchObject({
      status: 200,
      body: { response_type: 'ephemeral', text: expect.stringContaining('received already') },
    });
  });

  test('of an action does nothing', async () => {
    const { sendRequest, slack } = await createHarness();
    const value = JSON.stringify({ operation: 'upgrade', sdkAppId: null, answers: {} });
    const again = signedRequest(blockActions({ actionId: 'ask/0', value }, { responseUrl: slack.responseUrl }));
    expect(await sendRequest(again)).toMatchObject({ status: 200 });
    expect(await sendRequest(again)).toMatchObject({ status: 200 });
    await slack.call('views.open');
    expect(slack.count('views.open')).toBe(1);
  });

  test('of a submission is answered as received already', async () => {
    const changes = fakeChangeService({
      decline: async () => ({
        step: 'refused',
        operation: null,
        app: null,
        refusal: { reason: { key: 'slack.stale' } },
      }),
    });
    const { sendRequest } = await createHarness({ changes });
    const again = signedRequest(viewSubmission({ callback_id: 'decline', private_metadata: '{"change":"c1"}' }));
    expect(await sendRequest(again)).toMatchObject({ status: 200 });
    expect(await sendRequest(again)).toMatchObject({
      status: 200,
      body: {
        response_action: 'update',
        view: { blocks: [{ text: { text: expect.stringContaining('received already') } }] },
      },
    });
    expect(changes.decline).toHaveBeenCalledTimes(1);
  });

  test('of an event is recognised by its id, in spite of another signature', async () => {
    const { sendRequest, slack } = await createHarness();
    const opened = eventCallback({ type: 'app_home_opened', user: 'UKIM', tab: 'home' }, 'Ev1');
    const json = { contentType: 'application/json' };
    expect(await sendRequest(signedRequest(opened, json))).toMatchObject({ status: 200 });
    expect(await sendRequest(signedRequest(opened, { ...json, offBy: -1 }))).toMatchObject({ status: 200 });
    await slack.call('views.publish');
    expect(slack.count('views.publish')).toBe(1);
  });

  test('of a menu is answered again, because it changes nothing', async () => {
    const { sendRequest } = await createHarness();
    const again = signedRequest(
      interactive({ type: 'block_suggestion', action_id: 'app', block_id: 'app', value: 'sh' }),
    );
    expect(await sendRequest(again)).toMatchObject({ status: 200, body: { options: [] } });
    expect(await sendRequest(again)).toMatchObject({ status: 200, body: { options: [] } });
  });
});

describe('payloads without a listener', () => {
  test.each([{}, { type: 'view_submission' }, { type: 'something_new', user: { id: 'UKIM' } }])(
    '%j',
    async (payload) => {
      const { send } = await createHarness();
      const started = performance.now();
      expect((await send(new URLSearchParams({ payload: JSON.stringify(payload) }).toString())).status).toBeLessThan(
        600,
      );
      expect(performance.now() - started).toBeLessThan(1500);
    },
  );

  test('an unsigned ssl_check is answered', async () => {
    const { sendRequest } = await createHarness();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await sendRequest({ headers, body: 'ssl_check=1&token=t' })).toMatchObject({ status: 200 });
  });

  test('url_verification is answered with the challenge', async () => {
    const { sendRequest } = await createHarness();
    const body = JSON.stringify({ type: 'url_verification', challenge: 'hello' });
    const reply = await sendRequest(signedRequest(body, { contentType: 'application/json' }));
    expect(reply).toEqual({ status: 200, body: { challenge: 'hello' } });
  });
});
