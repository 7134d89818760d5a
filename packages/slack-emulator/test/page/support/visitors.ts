import type { Browser, BrowserContext, Page } from 'playwright-core';

/** How somebody comes to the page. */
export interface Visit {
  readonly where?: string;
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  /** With the tour for newcomers, which most tests do without. */
  readonly guided?: boolean;
}

/** Where people come in. */
export interface Door {
  /** A tab of its own at an address. */
  visit(url: string, visit?: Visit): Promise<Page>;
  /** Closes every tab, and tells what went wrong in any of them. */
  leave(): Promise<readonly string[]>;
}

export function openDoor(browser: Browser): Door {
  const errors: string[] = [];
  const contexts: BrowserContext[] = [];
  return {
    visit: async (url, visit = {}) => {
      const context = await arriving(browser, visit);
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
    leave: async () => {
      for (const context of contexts.splice(0)) await context.close();
      return errors.splice(0);
    },
  };
}

async function arriving(browser: Browser, visit: Visit): Promise<BrowserContext> {
  const context = await browser.newContext({
    colorScheme: visit.scheme ?? 'light',
    viewport: { width: visit.width ?? 1280, height: visit.height ?? 860 },
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(30_000);
  if (visit.guided !== true) await context.addInitScript(`localStorage.setItem('sandbox.guide-hidden', 'true')`);
  return context;
}
