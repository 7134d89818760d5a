import type { Browser, BrowserContext, Page } from 'playwright-core';

/** How a tab is opened. */
export interface TabOptions {
  readonly pane?: string;
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  /** Shows the tour for newcomers, which most tests hide. */
  readonly withGuide?: boolean;
}

/** Opens tabs, each in its own browser context. */
export interface Tabs {
  /** Opens a tab and waits until the page is rendered. */
  open(url: string, options?: TabOptions): Promise<Page>;
  /** Closes all tabs; resolves with the errors in any of them. */
  closeAll(): Promise<readonly string[]>;
}

export function createTabs(browser: Browser): Tabs {
  const errors: string[] = [];
  const contexts: BrowserContext[] = [];
  return {
    open: async (url, options = {}) => {
      const context = await createContext(browser, options);
      contexts.push(context);
      const tab = await context.newPage();
      tab.on('pageerror', (error) => errors.push(String(error)));
      tab.on('console', (line) => {
        if (line.type() === 'error') errors.push(line.text());
      });
      await tab.goto(url);
      await tab.locator('.main-head h1').waitFor();
      return tab;
    },
    closeAll: async () => {
      for (const context of contexts.splice(0)) await context.close();
      return errors.splice(0);
    },
  };
}

async function createContext(browser: Browser, options: TabOptions): Promise<BrowserContext> {
  const context = await browser.newContext({
    colorScheme: options.scheme ?? 'light',
    viewport: { width: options.width ?? 1280, height: options.height ?? 860 },
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(30_000);
  if (options.withGuide !== true) await context.addInitScript(`localStorage.setItem('sandbox.guide-hidden', 'true')`);
  return context;
}
