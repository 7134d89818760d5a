import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { parse } from 'yaml';
import { servePage } from '../../../src/sandbox/doors/page.js';
import { type Asks, startWorkspace, type Workspace, type WorkspaceOptions } from '../../../src/sandbox/index.js';
import { buildPage } from './page-files.js';

export const secrets = { botToken: 'xoxb-sandbox', appToken: 'xapp-sandbox', signingSecret: 'sandbox-secret' };
const scopes = [
  'commands',
  'chat:write',
  'users:read',
  'usergroups:read',
  'im:write',
  'files:write',
  'channels:history',
  'groups:history',
  'im:history',
];

/** How somebody comes to the page. */
export interface Visit {
  readonly where?: string;
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  /** With the tour for newcomers, which most tests do without. */
  readonly guided?: boolean;
}

/** A workspace with its page, which people visit in a real browser. */
export interface Scene {
  readonly workspace: Workspace;
  /** What the page let the clock do. */
  readonly moves: Asks['advance'][];
  /** A tab of its own, as somebody; it fails on any error in the page. */
  visit(who: string, visit?: Visit): Promise<Page>;
  /** Closes every tab, and tells what went wrong in any of them. */
  leave(): Promise<readonly string[]>;
  close(): Promise<void>;
}

interface Manifest {
  readonly features: {
    readonly slash_commands: readonly { command: string; description: string; usage_hint: string }[];
    readonly shortcuts: readonly { callback_id: string; name: string; type: 'global' | 'message' }[];
  };
}

export async function openScene(browser: Browser, options: Partial<WorkspaceOptions> = {}): Promise<Scene> {
  const page = await buildPage();
  const moves: Asks['advance'][] = [];
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const workspace = await startWorkspace({
    ...secrets,
    ...hints(),
    scopes,
    now,
    strictRate: 'off',
    page: servePage({ now, folder: page.folder }),
    onAdvance: (move) => {
      moves.push(move);
      ahead += move.ms ?? Date.parse(move.to ?? '') - now();
    },
    ...options,
  });
  const errors: string[] = [];
  const contexts: BrowserContext[] = [];
  return {
    workspace,
    moves,
    visit: async (who, visit = {}) => {
      const { context, tab } = await arrive(
        browser,
        `${workspace.origin}/#/${who}/${visit.where ?? 'C0NOTICES'}`,
        visit,
      );
      contexts.push(context);
      tab.on('pageerror', (error) => errors.push(String(error)));
      tab.on('console', (line) => {
        if (line.type() === 'error') errors.push(line.text());
      });
      return tab;
    },
    leave: async () => {
      for (const context of contexts.splice(0)) await context.close();
      return errors.splice(0);
    },
    close: async () => {
      await workspace.close();
      await page.remove();
    },
  };
}

async function arrive(browser: Browser, url: string, visit: Visit): Promise<{ context: BrowserContext; tab: Page }> {
  const context = await browser.newContext({
    colorScheme: visit.scheme ?? 'light',
    viewport: { width: visit.width ?? 1280, height: visit.height ?? 860 },
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(10_000);
  if (visit.guided !== true) await context.addInitScript(`localStorage.setItem('sandbox.guide-hidden', 'true')`);
  const tab = await context.newPage();
  await tab.goto(url);
  await tab.locator('.main-head h1').waitFor();
  return { context, tab };
}

/** Commands and shortcuts as the manifest has them. */
function hints(): Pick<WorkspaceOptions, 'commands' | 'shortcuts'> {
  const file = new URL('../../../manifest.yml', import.meta.url);
  const { features }: Manifest = parse(readFileSync(file, 'utf8'));
  return {
    commands: features.slash_commands.map(({ command, description, usage_hint: usageHint }) => ({
      command,
      description,
      usageHint,
    })),
    shortcuts: features.shortcuts.map(({ callback_id: callbackId, name, type }) => ({ callbackId, name, type })),
  };
}
