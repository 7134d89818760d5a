import { describe, expect, test } from 'vitest';
import { startFakeSlack } from '../../support/fake-slack.js';
import { createHarness } from './harness.js';

const fine = { user_id: 'UBOT', bot_id: 'BBOT', team_id: 'T1' };

describe('connecting to Slack', () => {
  test.each([
    ['cannot be reached', 'reset'],
    ['is in trouble', { ok: false, error: 'internal_error' }],
    ['answers with an error', { status: 503 }],
    ['moves the workspace', { ok: false, error: 'team_added_to_org' }],
    ['is replaced by a page of a proxy', 'garbage'],
  ] as const)('while Slack %s lets nobody in until it is back', async (_how, answer) => {
    const slack = await startFakeSlack({ 'auth.test': answer });
    const { app, lines } = await createHarness({ slack });
    expect(app.isUp()).toBe(false);
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'error', message: expect.stringContaining('reach') }),
    );
    slack.answers['auth.test'] = fine;
    await expect.poll(() => app.isUp()).toBe(true);
  });

  test('does not wait indefinitely for a socket', async () => {
    const slack = await startFakeSlack({ 'apps.connections.open': 'never' });
    const { app } = await createHarness({ slack, settings: { appToken: 'xapp-secret' } });
    expect(app.isUp()).toBe(false);
  });

  test('rejects when Slack refuses the token', async () => {
    const slack = await startFakeSlack({ 'auth.test': { ok: false, error: 'invalid_auth' } });
    await expect(createHarness({ slack })).rejects.toThrow('invalid_auth');
  });

  test('stays disconnected and logs it when Slack refuses the token later', async () => {
    const slack = await startFakeSlack({ 'auth.test': 'reset' });
    const { app, lines } = await createHarness({ slack });
    slack.answers['auth.test'] = { ok: false, error: 'token_revoked' };
    await expect.poll(() => lines.map(({ level }) => level)).toContain('fatal');
    expect(app.isUp()).toBe(false);
  });

  test('makes no more attempts after stopping', async () => {
    const slack = await startFakeSlack({ 'auth.test': 'reset' });
    const { app } = await createHarness({ slack });
    await app.stop();
    expect(app.isUp()).toBe(false);
    expect(slack.count('auth.test')).toBe(1);
  });
});
