import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Returns the address of the client that sent a request. */
export type ClientAddress = (request: IncomingMessage) => string;

/**
 * `X-Forwarded-For` is believed as far as proxies wrote it that are trusted, given as addresses or networks in CIDR
 * notation: the client is the last address in it that is no trusted proxy.
 */
export function createClientAddress(trustedProxies: readonly string[]): ClientAddress {
  const trusted = blockListOf(trustedProxies);
  const isTrusted = (address: string) => trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return ({ socket, headers }) => {
    const forwarded = String(headers['x-forwarded-for'] ?? '').split(',');
    let address = plainAddress(socket.remoteAddress ?? '') ?? 'unknown';
    while (address !== 'unknown' && isTrusted(address)) {
      const previous = plainAddress(forwarded.pop() ?? '');
      if (previous === null) break;
      address = previous;
    }
    return address;
  };
}

/** Whether it is an address or a network in CIDR notation. */
export function isNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const bits = isIP(address) === 6 ? 128 : 32;
  const fits = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
  return isIP(address) > 0 && fits && rest.length === 0;
}

function blockListOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(address, prefix === undefined ? (family === 'ipv6' ? 128 : 32) : Number(prefix), family);
  }
  return list;
}

/** An IPv4 address that a socket shows as IPv6 as itself; null for what is no address. */
function plainAddress(text: string): string | null {
  const address = text.trim().replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(address) > 0 ? address : null;
}
