import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { shownPlanOf } from '../../src/changes/plan-fingerprint.js';
import { encode } from '../../src/slack/metadata.js';
import { interactive } from '../support/slack-request.js';
import { leaksIn } from './answers.js';
import { type Line, openLine } from './fake-socket-mode.js';
import { people, quiet, type Stage, setStage } from './harness.js';
import { deep, each } from './inputs.js';
import { everything, failures, flawsInAnswer, senders, shownToOutsiders, wrongCalls } from './slack-checks.js';
import { asked, happened, type Input, pressed, type Sender, shapeless, slash, submitted } from './slack-inputs.js';
import { delivered, proposers, type Record, recordOf } from './snapshot.js';

let line: Line;
let harness: Stage;
let before: Record;
let known: readonly string[];
let mayPropose: string[] = [];

beforeAll(async () => {
  line = await openLine();
  harness = await setStage('postgresql', line);
  await delivered(harness.database);
  await quiet(harness);
  before = await recordOf(harness.database);
  known = (await harness.database.prisma.change.findMany()).map(({ id }) => id);
});

let envelopes = 0;
const newId = () => `envelope-${++envelopes}`;

/** A Socket Mode envelope with the payload of an HTTP request. */
function envelope({ kind, body }: Input, more: object = {}) {
  const form = new URLSearchParams(body);
  const payload = kind === 'event' ? body : (form.get('payload') ?? JSON.stringify(Object.fromEntries(form)));
  const type = kind === 'event' ? 'events_api' : form.has('payload') ? 'interactive' : 'slash_commands';
  const id = newId();
  const head = JSON.stringify({ type, envelope_id: id, accepts_response_payload: true, ...more });
  // The payload stays unparsed.
  return { id, frame: `${head.slice(0, -1)},"payload":${payload}}` };
}

/** What is wrong with the acknowledgement: there must be one, in time, and valid for Slack. */
async function wrongWith(input: Input): Promise<readonly string[]> {
  const { id, frame } = envelope(input);
  line.phrase(frame);
  const { payload } = await line.acked(id);
  const text = JSON.stringify(payload);
  return [...leaksIn(text), ...flawsInAnswer(JSON.parse(text))];
}

/** No record changed, nothing invalid was sent to Slack, and nothing was acknowledged twice. */
async function nothingHappened(since: { calls: number; lines: number }): Promise<void> {
  await quiet(harness);
  expect(wrongCalls(harness.slack.calls.slice(since.calls))).toEqual([]);
  expect(failures(harness.lines.slice(since.lines))).toEqual([]);
  expect(await recordOf(harness.database)).toEqual(before);
  expect(mayPropose).toEqual(expect.arrayContaining([...(await proposers(harness.database, known))]));
  expect(new Set(line.acks.map(({ envelope_id }) => envelope_id)).size).toBe(line.acks.length);
}

const so = () => ({ calls: harness.slack.calls.length, lines: harness.lines.length });

/** The bot still responds. */
async function works(): Promise<void> {
  const { id, frame } = envelope({
    kind: 'press',
    body: interactive({ type: 'block_suggestion', action_id: 'app', block_id: 'app', value: 'mart' }),
  });
  line.phrase(frame);
  expect(JSON.stringify((await line.acked(id)).payload)).toContain('mart');
}

const operator = (): Sender => ({
  ...{ targets: harness.targets, responseUrl: harness.slack.responseUrl, user: people.operator },
  ...everything(harness.targets),
});

describe('fuzzed Socket Mode envelopes', () => {
  test.each(Object.entries(senders))('from %s', async (_who, senderOf) => {
    const from: Sender = {
      ...{ targets: harness.targets, responseUrl: harness.slack.responseUrl },
      ...senderOf(harness.targets),
    };
    if (!from.isOutsider && from.user !== people.viewer && from.user !== people.stranger)
      mayPropose = [...mayPropose, from.user];
    const since = so();
    const acks = line.acks.length;
    // Events come from the bot's own team, in which the id may be an admin's.
    const events = from.team === undefined ? [happened(from)] : [];
    const inputs = fc.oneof(slash(from), submitted(from), pressed(from), asked(from), ...events);
    await each(inputs, 120, wrongWith, () => quiet(harness, 15));
    await nothingHappened(since);
    const shown = [line.acks.slice(acks), harness.slack.calls.slice(since.calls)];
    if (from.isOutsider) expect(shownToOutsiders(shown)).toEqual([]);
  });

  test('payloads without a known shape', async () => {
    const since = so();
    const inputs = shapeless(operator()).filter(({ kind }) => kind === 'payload' || kind === 'form');
    await each(inputs, 100, wrongWith);
    await nothingHappened(since);
  });

  test('messages that are not envelopes', async () => {
    const since = so();
    const inputs = fc.oneof(
      shapeless(operator()).map(({ body }) => body),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    );
    await each(inputs, 150, async (frame) => {
      line.phrase(frame);
      return [];
    });
    await works();
    await nothingHappened(since);
  });
});

const help = { command: '/imapp', text: 'help', user_id: people.operator, trigger_id: 't' };

describe('fuzzed frames', () => {
  test.each<[string, string | Buffer]>([
    ['null', 'null'],
    ['nothing', ''],
    ['half of JSON', '{"type":"interactive","envelope_id":"x","payl'],
    ['a number', '7'],
    ['a list', '[{"type":"hello"}]'],
    ['no type', '{}'],
    ['an envelope without an id', JSON.stringify({ type: 'slash_commands', payload: help })],
    ['an id that is none', JSON.stringify({ type: 'slash_commands', envelope_id: { x: 1 }, payload: help })],
    ['deep', deep(200_000)],
    ['binary', Buffer.from(JSON.stringify({ type: 'slash_commands', envelope_id: 'binary', payload: help }))],
    ['binary of no kind', Buffer.from([0, 255, 1, 254])],
    ['a greeting that says nothing', '{"type":"hello"}'],
  ])('that is %s is let be', async (_, frame) => {
    const since = so();
    const acks = line.acks.length;
    line.phrase(frame);
    await works();
    expect(line.acks.length).toBe(acks + 1);
    await nothingHappened(since);
  });

  test.each<[string, object]>([
    ['of an unknown type', { type: 'brand_new', payload: { a: 1 } }],
    ['without a type', { payload: help }],
    ['without anything in it', { type: 'interactive' }],
    ['with null in it', { type: 'slash_commands', payload: null }],
    ['with a text in it', { type: 'interactive', payload: 'text' }],
    ['of events, without an event', { type: 'events_api', payload: {} }],
    ['of events, one of no type', { type: 'events_api', payload: { event: {} } }],
    ['that is called as the library calls its own news', { type: 'slack_event', payload: help }],
    ['of an event that is', { type: 'events_api', payload: { event: { type: 'ws_message' } } }],
    ['that says to close', { type: 'close', payload: {} }],
    ['as large as nobody types', { type: 'slash_commands', payload: { ...help, text: 'x'.repeat(3_000_000) } }],
  ])('with an id, %s, is acknowledged', async (_, content) => {
    const since = so();
    const id = newId();
    line.phrase(JSON.stringify({ envelope_id: id, ...content }));
    await line.acked(id);
    await works();
    expect(harness.bot).toBeDefined();
    await nothingHappened(since);
  });
});

test('a payload that is repeated in other envelopes is handled once', async () => {
  const { id } = harness.targets.pending;
  const press = interactive(
    {
      type: 'block_actions',
      container: { type: 'message' },
      actions: [{ action_id: 'approve', block_id: 'b', value: encode(shownPlanOf(harness.targets.pending)) }],
    },
    { user: people.approver },
  );
  const input = { kind: 'press', body: press };
  const [one, other] = [envelope(input), envelope(input, { retry_attempt: 1, retry_reason: 'timeout' })];
  for (const frame of [one.frame, one.frame, other.frame]) line.phrase(frame);
  await Promise.all([one, other].map((it) => line.acked(it.id)));
  await delivered(harness.database);
  await quiet(harness);
  expect(line.acks.filter(({ envelope_id }) => envelope_id === one.id)).toHaveLength(2);
  const { sdkAppId } = harness.targets.pending;
  const trail = await harness.database.prisma.auditEvent.findMany({ where: { changeId: id } });
  expect(trail.filter(({ actor }) => actor.includes(people.approver))).toHaveLength(1);
  expect(await harness.database.prisma.app.findFirst({ where: { sdkAppId: sdkAppId ?? 0 } })).toMatchObject({
    state: 'disabled',
  });
});

test('a socket that breaks, or that Slack closes, is opened again', async () => {
  const frame = () =>
    envelope({ kind: 'command', body: new URLSearchParams({ ...help, text: 'list' }).toString() }).frame;
  line.phrase(frame());
  line.drop();
  await line.opened(2);
  await works();
  line.phrase(frame());
  line.phrase(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
  line.phrase(frame());
  await line.opened(3);
  await works();
});
