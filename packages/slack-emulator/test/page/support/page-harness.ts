import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { servePage } from '../../../src/http/routes/page.js';
import { type Asks, type Reading, startWorkspace, type Workspace, type WorkspaceOptions } from '../../../src/index.js';
import { commands, scopes, shortcuts } from '../../manifest.js';
import { openDoor, type Visit } from './visitors.js';

export const secrets = { botToken: 'xoxb-sandbox', appToken: 'xapp-sandbox', signingSecret: 'sandbox-secret' };

/** The page as it is built for use. */
const folder = fileURLToPath(new URL('../../../dist/page/', import.meta.url));

/** A workspace with its page, which people visit in a real browser. */
export interface Scene {
  readonly workspace: Workspace;
  /** What the page let the clock do. */
  readonly moves: Asks['advance'][];
  /** What the page reported. */
  readonly readings: Reading[];
  /** Puts the clock back to the present. */
  putBack(): void;
  /** A tab of its own, as somebody; it fails on any error in the page. */
  visit(who: string, visit?: Visit): Promise<Page>;
  /** Closes every tab, and tells what went wrong in any of them. */
  leave(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export async function openScene(browser: Browser, options: Partial<WorkspaceOptions> = {}): Promise<Scene> {
  const moves: Asks['advance'][] = [];
  const readings: Reading[] = [];
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const workspace = await startWorkspace({
    ...secrets,
    scopes,
    commands,
    shortcuts,
    now,
    strictRate: 'off',
    page: servePage({ now, folder }),
    onAdvance: (move) => {
      moves.push(move);
      ahead += move.ms ?? Date.parse(move.to ?? '') - now();
    },
    usage: {
      metrics: [
        { id: 'registeredUsers', label: { en: 'Registered users', ko: '등록 사용자 수', zh: '注册用户数' } },
        { id: 'avChatRooms', label: { en: 'Audio-video chat rooms', ko: '오디오-비디오 채팅방 수', zh: '直播群数' } },
      ],
      apps: () => [
        { id: 1400000001, name: 'shop-live' },
        { id: 1400000002, name: '쇼핑 메신저' },
      ],
      async onReading(reading) {
        if (reading.value > 1_000_000_000) throw new Error('400 value: at most 1000000000');
        readings.push(reading);
      },
    },
    ...options,
  });
  const visitors = openDoor(browser);
  return {
    workspace,
    moves,
    readings,
    putBack: () => {
      ahead = 0;
    },
    visit: (who, visit = {}) => visitors.visit(`${workspace.origin}/#/${who}/${visit.where ?? 'C0NOTICES'}`, visit),
    leave: visitors.leave,
    close: async () => {
      await workspace.close();
    },
  };
}
