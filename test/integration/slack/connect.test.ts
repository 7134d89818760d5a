import { describe, expect, test } from 'vitest';
import { fakeSlack } from '../../support/fake-slack.js';
import { openDoor } from './harness.js';

const fine = { user_id: 'UBOT', bot_id: 'BBOT', team_id: 'T1' };

describe('a door that is opened', () => {
  test.each([
    ['cannot be reached', 'reset'],
    ['is in trouble', { ok: false, error: 'internal_error' }],
    ['answers with an error', { status: 503 }],
  ] as const)('while Slack %s lets nobody in until it is back', async (_how, answer) => {
    const slack = await fakeSlack({ 'auth.test': answer });
    const { door, lines } = await openDoor({ slack });
    expect(door.isUp()).toBe(false);
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'error', message: expect.stringContaining('reach') }),
    );
    slack.answers['auth.test'] = fine;
    await expect.poll(() => door.isUp()).toBe(true);
  });

  test('does not wait for a socket for ever', async () => {
    const slack = await fakeSlack({ 'apps.connections.open': 'never' });
    const { door } = await openDoor({ slack, settings: { appToken: 'xapp-secret' } });
    expect(door.isUp()).toBe(false);
  });

  test('with a token that Slack refuses is none', async () => {
    const slack = await fakeSlack({ 'auth.test': { ok: false, error: 'invalid_auth' } });
    await expect(openDoor({ slack })).rejects.toThrow('invalid_auth');
  });

  test('with a token that Slack turns out to refuse stays closed, and says so', async () => {
    const slack = await fakeSlack({ 'auth.test': 'reset' });
    const { door, lines } = await openDoor({ slack });
    slack.answers['auth.test'] = { ok: false, error: 'token_revoked' };
    await expect.poll(() => lines.map(({ level }) => level)).toContain('fatal');
    expect(door.isUp()).toBe(false);
  });

  test('and stopped meanwhile tries no more', async () => {
    const slack = await fakeSlack({ 'auth.test': 'reset' });
    const { door } = await openDoor({ slack });
    await door.stop();
    expect(door.isUp()).toBe(false);
    expect(slack.count('auth.test')).toBe(1);
  });
});
