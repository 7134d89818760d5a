import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { servePage } from '../../../src/http/routes/page.js';
import {
  type ControlCommands,
  startWorkspace,
  type UsageReading,
  type Workspace,
  type WorkspaceOptions,
} from '../../../src/index.js';
import { commands, scopes, shortcuts } from '../../manifest.js';
import { createTabs, type TabOptions } from './tabs.js';

export const secrets = { botToken: 'xoxb-sandbox', appToken: 'xapp-sandbox', signingSecret: 'sandbox-secret' };

/** The built page. */
const folder = fileURLToPath(new URL('../../../dist/page/', import.meta.url));

/** A workspace with its page, opened in a real browser. */
export interface PageHarness {
  readonly workspace: Workspace;
  /** The `advance` commands of the page. */
  readonly advances: ControlCommands['advance'][];
  /** The readings that the page reported. */
  readonly readings: UsageReading[];
  /** Sets the clock back to the present. */
  resetClock(): void;
  /** Opens a tab as this user. */
  openTab(handle: string, options?: TabOptions): Promise<Page>;
  /** Closes all tabs; resolves with the errors in any of them. */
  closeTabs(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export async function startPageHarness(
  browser: Browser,
  options: Partial<WorkspaceOptions> = {},
): Promise<PageHarness> {
  const advances: ControlCommands['advance'][] = [];
  const readings: UsageReading[] = [];
  let offsetMs = 0;
  const now = () => Date.now() + offsetMs;
  const workspace = await startWorkspace({
    ...secrets,
    scopes,
    commands,
    shortcuts,
    now,
    strictRate: 'off',
    page: servePage({ now, folder }),
    onAdvance: (target) => {
      advances.push(target);
      offsetMs += target.ms ?? Date.parse(target.to ?? '') - now();
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
  const tabs = createTabs(browser);
  return {
    workspace,
    advances,
    readings,
    resetClock: () => {
      offsetMs = 0;
    },
    openTab: (handle, options = {}) =>
      tabs.open(`${workspace.origin}/#/${handle}/${options.pane ?? 'C0NOTICES'}`, options),
    closeTabs: tabs.closeAll,
    close: async () => {
      await workspace.close();
    },
  };
}
