import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { createClientAddress, isNetwork } from '../../../src/observability/client-address.js';

test.each([
  ['no proxy is trusted', [], '10.0.0.1', '203.0.113.9', '10.0.0.1'],
  ['a trusted proxy says who it was', ['10.0.0.0/8'], '10.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['a client writes a header of its own', ['10.0.0.0/8'], '10.0.0.1', '1.2.3.4, 203.0.113.9', '203.0.113.9'],
  ['two trusted proxies', ['10.0.0.0/8', '192.0.2.7'], '10.0.0.1', '203.0.113.9, 192.0.2.7', '203.0.113.9'],
  ['an untrusted client writes a header', ['10.0.0.0/8'], '203.0.113.9', '10.0.0.5', '203.0.113.9'],
  ['the header is no address', ['10.0.0.0/8'], '10.0.0.1', 'unknown', '10.0.0.1'],
  ['the header is missing', ['10.0.0.0/8'], '10.0.0.1', undefined, '10.0.0.1'],
  ['an IPv4 address that the socket shows as IPv6', ['127.0.0.1'], '::ffff:127.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['an IPv6 proxy', ['fd00::/8'], 'fd00::1', '2001:db8::1', '2001:db8::1'],
] as const)('client address: %s', (_, trusted, remoteAddress, forwarded, expected) => {
  const request = new IncomingMessage(Object.defineProperty(new Socket(), 'remoteAddress', { value: remoteAddress }));
  if (forwarded !== undefined) request.headers['x-forwarded-for'] = forwarded;
  expect(createClientAddress(trusted)(request)).toBe(expected);
});

test.each([
  ['10.0.0.0/8', true],
  ['::1', true],
  ['fd00::/128', true],
  ['10.0.0.0/33', false],
  ['10.0.0.0/8/8', false],
  ['proxy.internal', false],
  ['10.0.0.0/', false],
  ['', false],
])('%s is an address or a network: %s', (text, expected) => {
  expect(isNetwork(text)).toBe(expected);
});
