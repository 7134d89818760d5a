import { describe, expect, test } from 'vitest';
import { createLogger } from '../../src/observability/log.js';
import { settings, startBotInWorkspace } from '../support/bot.js';

describe.each(settings)('the log, over $name', (how) => {
  test('has who did what with which outcome, but nothing that users typed, and no names', async () => {
    const lines: string[] = [];
    const log = createLogger('trace', [], { write: (line) => void lines.push(line) });
    const { workspace, ann, eve } = await startBotInWorkspace(how, {}, log);
    await ann.types('/imapp register 1400000001');
    await ann.modal('Register');
    await ann.submits({ Name: 'pelican', Account: 'heron', 'Data center': 'Singapore' });
    await ann.sees('Nothing has been done yet', 'modal');
    await ann.submits();
    await ann.sees('is registered', 'modal');
    await ann.closes();
    await ann.types('/imapp show pelicna');
    await ann.types('/imapp disable pelican');
    await ann.modal('Disable');
    await ann.submits({ typedName: 'pelican', reason: 'the albatross is gone' });
    await ann.modal('Waiting');
    await eve.sees('albatross', '#ops-approvals');
    await workspace.control.fault({ on: 'chat.update', error: 'internal_error' });
    await eve.presses('Approve', { in: '#ops-approvals' });
    await eve.sees('approved by', '#ops-approvals');

    const handledSoFar = () => lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'request handled');
    const brief = () =>
      handledSoFar().map(({ kind, operation, step, actor }) => [kind, operation, step, actor].join(' '));
    // The log line is written after the response is visible.
    await expect
      .poll(brief)
      .toEqual(
        expect.arrayContaining([
          'command register form U00000ANN',
          'view_submission register preview U00000ANN',
          'view_submission register applied U00000ANN',
          'view_submission disable pending U00000ANN',
          'block_actions disable applied U00000EVE',
        ]),
      );
    const handled = handledSoFar();
    expect(new Set(handled.map(({ requestId }) => requestId)).size).toBe(handled.length);
    for (const { ms, ackMs, level } of handled) expect([ms >= ackMs, ackMs < 3000, level]).toEqual([true, true, 30]);

    const text = lines.join('');
    for (const typed of ['pelican', 'pelicna', 'heron', 'albatross']) expect(text).not.toContain(typed);
    for (const name of ['Ann', 'Ellis', 'Eve', 'Moss']) expect(text).not.toMatch(new RegExp(`\\b${name}\\b`));
    for (const secret of ['xoxb-', 'xapp-', 'a-story-secret']) expect(text).not.toContain(secret);
  });
});
