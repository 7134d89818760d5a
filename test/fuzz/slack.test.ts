import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type SignedRequest, signedRequest } from '../support/slack-request.js';
import { leaksIn } from './answers.js';
import { people, quiet, type Stage, setStage } from './harness.js';
import { each, text } from './inputs.js';
import { everything, failures, flawsInAnswer, senders, shownToOutsiders, wrongCalls } from './slack-checks.js';
import { asked, happened, type Input, pressed, type Sender, shapeless, slash, submitted } from './slack-inputs.js';
import { delivered, proposers, type Record, recordOf } from './snapshot.js';

/** Slack's time limit for an acknowledgement. */
const ackBudgetMs = 3_000;

async function answerTo(
  { origin }: Stage,
  { headers, body }: SignedRequest,
): Promise<{ status: number; text: string }> {
  const signal = AbortSignal.timeout(ackBudgetMs);
  const response = await fetch(`${origin}/slack/events`, { method: 'POST', headers, body, signal });
  return { status: response.status, text: await response.text() };
}

/** How many responses had content. */
let said = 0;
/** The responses to the inputs of one test. */
let answers: string[] = [];

const json = /^(event|json|raw)$/;

/** What is wrong with the response to a signed input: it must be proper, in time, and valid for Slack. */
async function wrongWith(harness: Stage, { kind, body }: Input, fine: readonly number[]): Promise<readonly string[]> {
  const contentType = json.test(kind) ? { contentType: 'application/json' } : {};
  const { status, text } = await answerTo(harness, signedRequest(body, contentType));
  if (text !== '') said += 1;
  answers.push(text);
  const statuses = fine.includes(status) ? [] : [`the answer is ${status}`];
  return [...statuses, ...leaksIn(text), ...(text.startsWith('{') ? flawsInAnswer(JSON.parse(text)) : [])];
}

const kinds = { slash, submitted, pressed, asked, happened } as const;
const perKind = { slash: 160, submitted: 320, pressed: 240, asked: 60, happened: 150 } as const;

describe.each([
  { name: 'embedded', share: 0.2 },
  { name: 'postgresql', share: 0.7 },
] as const)('whatever comes from Slack, on $name', ({ name, share }) => {
  let harness: Stage;
  let before: Record;
  let known: readonly string[];

  beforeAll(async () => {
    harness = await setStage(name);
    await delivered(harness.database);
    await quiet(harness);
    before = await recordOf(harness.database);
    known = (await harness.database.prisma.change.findMany()).map(({ id }) => id);
  });

  /** Sends all inputs; then no record may have changed, and no actor may have proposed what their role forbids. */
  async function survives(
    inputs: fc.Arbitrary<Input>,
    count: number,
    mayPropose: readonly string[] = [],
    fine = [200],
  ) {
    said = 0;
    answers = [];
    const [calls, lines] = [harness.slack.calls.length, harness.lines.length];
    // Acknowledged requests are still being processed: limit their number.
    const calm = () => quiet(harness, 15);
    const sent = await each(inputs, Math.ceil(count * share), (input) => wrongWith(harness, input, fine), calm);
    await expect.poll(() => said + harness.slack.calls.length - calls).toBeGreaterThan(sent / 12);
    await quiet(harness);
    expect(wrongCalls(harness.slack.calls.slice(calls))).toEqual([]);
    expect(failures(harness.lines.slice(lines))).toEqual([]);
    expect(await recordOf(harness.database)).toEqual(before);
    expect(mayPropose).toEqual(expect.arrayContaining([...(await proposers(harness.database, known))]));
  }

  const proposing: string[] = [];

  describe.each(Object.entries(senders))('from %s', (_who, senderOf) => {
    test.each(Object.entries(kinds))('%s', async (kind, inputsFrom) => {
      const { targets, slack } = harness;
      const sender: Sender = { targets, responseUrl: slack.responseUrl, ...senderOf(targets) };
      // Events come from the bot's own team, in which this id is an admin's.
      if (kind === 'happened' && sender.team !== undefined) return;
      if (!sender.isOutsider && sender.user !== people.viewer && sender.user !== people.stranger)
        proposing.push(sender.user);
      const calls = slack.calls.length;
      await survives(inputsFrom(sender), perKind[kind as keyof typeof perKind], proposing);
      if (sender.isOutsider) expect(shownToOutsiders([answers, ...slack.calls.slice(calls)])).toEqual([]);
    });
  });

  test('payloads without a known shape', async () => {
    const { targets, slack } = harness;
    const sender = { targets, responseUrl: slack.responseUrl, user: people.operator, ...everything(targets) };
    await survives(shapeless(sender), 300, proposing, [200, 400]);
  });

  test('requests with another content type, encoding or size', async () => {
    const { targets, slack } = harness;
    const sender = { targets, responseUrl: slack.responseUrl, user: people.viewer, ...everything(targets) };
    const inputs = fc.record({
      input: fc.oneof(slash(sender), submitted(sender), shapeless(sender)),
      type: fc.constantFrom('text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'application/json', ''),
      encoding: fc.constantFrom('gzip', 'br', 'identity', 'x'),
      padding: fc.constantFrom(0, 0, 0, 900_000, 1_100_000),
    });
    const fine = [200, 400, 413];
    await each(inputs, Math.ceil(150 * share), async ({ input, type, encoding, padding }) => {
      const { headers, body } = signedRequest(`${input.body}${' '.repeat(padding)}`, { contentType: type });
      const { status, text } = await answerTo(harness, { headers: { ...headers, 'content-encoding': encoding }, body });
      return [...(fine.includes(status) ? [] : [`the answer is ${status}`]), ...leaksIn(text)];
    });
    await quiet(harness);
    expect(await recordOf(harness.database)).toEqual(before);
  });

  test('requests without a signature, with a wrong one, or a wrong timestamp', async () => {
    const { targets, slack } = harness;
    const sender = { targets, responseUrl: slack.responseUrl, user: people.admin, ...everything(targets) };
    const inputs = fc.record({
      input: fc.oneof(slash(sender), submitted(sender), pressed(sender)),
      spoil: fc.constantFrom('none', 'cut', 'other', 'text', 'past', 'future', 'time'),
      odd: text,
    });
    const calls = slack.calls.length;
    await each(inputs, Math.ceil(400 * share), async ({ input, spoil, odd }) => {
      const { status, text } = await answerTo(harness, spoilt(signedRequest(input.body), spoil, odd));
      return [...(status === 401 ? [] : [`the answer is ${status}`]), ...leaksIn(text)];
    });
    expect(slack.calls.length).toBe(calls);
    expect(await recordOf(harness.database)).toEqual(before);
  });
});

const printable = (odd: string) => odd.replaceAll(/[^\x21-\x7e]/g, '').slice(0, 200);

/** The request with an invalid signature. */
function spoilt({ headers, body }: SignedRequest, spoil: string, odd: string): SignedRequest {
  const { 'x-slack-signature': signature = '', 'x-slack-request-timestamp': time = '', ...rest } = headers;
  const signed = (as: string, at = time) => ({
    body,
    headers: { ...rest, 'x-slack-signature': as, 'x-slack-request-timestamp': at },
  });
  if (spoil === 'none') return { body, headers: rest };
  if (spoil === 'cut') return signed(signature.slice(0, -1));
  if (spoil === 'other') return signed(`v0=${'0'.repeat(64)}`);
  if (spoil === 'text') return signed(printable(odd));
  if (spoil === 'time') return signed(signature, printable(odd));
  return signedRequest(body, { offBy: spoil === 'past' ? -301 : 303 });
}
