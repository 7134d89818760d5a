import { expect, test } from 'vitest';
import { proxyState } from '../../../src/config/proxy.js';

const environment = { HTTPS_PROXY: 'http://user:hunter2@proxy.internal:3128' };

test.each([
  ['without a proxy nothing is said', {}, false, '20.19.0', false, null],
  ['an empty variable is none', { HTTP_PROXY: ' ' }, false, '20.19.0', false, null],
  ['Node.js 20 cannot', environment, false, '20.19.0', true, 'warn not used: Node.js 20.19.0 cannot'],
  ['Node.js 22.20 cannot', environment, false, '22.20.0', true, 'warn not used: Node.js 22.20.0 cannot'],
  ['Node.js 24 was not told to', environment, false, '24.1.0', false, 'warn not used: put NODE_USE_ENV_PROXY=1'],
  ['Node.js 24 does', environment, false, '24.1.0', true, 'info calls to Slack and to the vendor go through'],
  ['Socket Mode does not', environment, true, '24.1.0', true, 'warn the WebSocket of Socket Mode does not'],
] as const)('proxy: %s', (_, variables, socketMode, version, usesEnvProxy, expected) => {
  const state = proxyState(variables, socketMode, { version, usesEnvProxy });
  expect(state && `${state.level} ${state.text.replace('HTTPS_PROXY is set, but ', '')}`).toEqual(
    expected === null ? null : expect.stringContaining(expected),
  );
  expect(JSON.stringify(state)).not.toContain('hunter2');
});
