import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { chromium, type FrameLocator, type Locator, type Page } from 'playwright-core';
import { afterAll, expect, inject, vi } from 'vitest';
import {
  CHROMIUM_FLAGS,
  chromiumPath,
  makeWorkspace,
  root,
  startServer,
} from '../../tools/workbench-server.mjs';

const PICTURES = path.join(root, 'test-output/e2e');

/** What the tests of a file share: a server, and a browser that has the workbench in its cache. */
let shared: ReturnType<typeof startShared> | undefined;
async function startShared() {
  const [server, browser] = await Promise.all([
    startServer({ extensions: inject('extensions') }),
    chromium.launch({
      executablePath: chromiumPath(),
      args: [...CHROMIUM_FLAGS, '--force-prefers-reduced-motion'],
    }),
  ]);
  const profile = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  await profile.grantPermissions(['clipboard-read', 'clipboard-write']);
  return { server, browser, profile };
}
afterAll(async () => {
  const started = await shared;
  await started?.browser.close();
  await started?.server.stop();
});

/**
 * A workbench with the packaged extension, and the few things that a test says to it: by roles, and
 * by a handful of class names that have lasted for years.
 */
export class Workbench implements AsyncDisposable {
  /** What the browser's console and the page complained about. */
  readonly problems: string[] = [];

  private constructor(
    readonly page: Page,
    readonly workspace: string,
  ) {
    page.setDefaultTimeout(30_000);
    page.on('console', (message) => {
      if (message.type() === 'error') this.problems.push(message.text());
    });
    page.on('pageerror', (error) => this.problems.push(String(error)));
  }

  /** @param prepare makes files in the workspace before it is opened */
  static async open(
    prepare: (workspace: string) => Promise<void> = () => Promise.resolve(),
    settings: Record<string, unknown> = {},
  ): Promise<Workbench> {
    const workspace = makeWorkspace();
    shared ??= startShared();
    const [{ server, profile }] = await Promise.all([shared, prepare(workspace)]);
    server.reset(settings);
    const page = await profile.newPage();
    const workbench = new Workbench(page, workspace);
    await page.goto(server.url(workspace));
    await page.locator('.monaco-workbench').waitFor();
    // The extension's contributions are there.
    await workbench.sideBar('AnnData').waitFor();
    return workbench;
  }

  /** Leaves a picture of how it ended, for when that was not well. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.picture(`last-${expect.getState().currentTestName?.replaceAll(/\W+/gu, '-') ?? ''}`);
    // The workbench says farewell to its server, which then keeps nothing for it.
    await this.page.goto('about:blank');
    await this.page.close();
    rmSync(this.workspace, { recursive: true, force: true });
  }

  /**
   * Reloads the window once it has stored, for when it is opened again, what matches, of a store of
   * the workspace. In a browser it stores every few seconds.
   */
  async reload(stored: RegExp): Promise<void> {
    const pattern = `${path.basename(this.workspace)}.*${stored.source}`;
    await vi.waitUntil(() => this.page.evaluate(isStored, pattern), {
      interval: 250,
      timeout: 30_000,
    });
    await this.page.reload();
  }

  /** A picture to look at, under test-output/. */
  async picture(name: string): Promise<void> {
    mkdirSync(PICTURES, { recursive: true });
    await this.page.screenshot({ path: path.join(PICTURES, `${name}.png`) });
  }

  /** A file or folder in the Explorer. */
  file(name: string): Locator {
    const explorer = this.page.locator('.explorer-folders-view');
    return explorer.getByRole('treeitem', { name, exact: true });
  }

  menuItem(title: string): Locator {
    // Not exact: the name ends with the key binding.
    return this.page.getByRole('menuitem', { name: title });
  }

  /**
   * Selects files. The first click opens a preview of the file, and its late arrival would change
   * the selection: its tab is waited for.
   */
  async select(first: string, ...more: readonly string[]): Promise<void> {
    const selected = this.page.locator('.explorer-folders-view [aria-selected=true]');
    const tab = this.page
      .locator('.tabs-container')
      .getByRole('tab', { name: first, selected: true });
    await until(async () => {
      await this.file(first).click();
      if (!(await becomes(tab, 'visible'))) return false;
      for (const name of more) await this.file(name).click({ modifiers: ['ControlOrMeta'] });
      for (const name of [first, ...more]) {
        if (!(await becomes(selected.and(this.file(name)), 'visible'))) return false;
      }
      return (await selected.count()) === 1 + more.length;
    });
  }

  /**
   * Chooses from the context menu. The Explorer shows files before menus are complete, and a menu
   * ignores clicks at first: it is opened until the item is there, and clicked until it is gone.
   * @param button `left` for a button that opens a menu
   */
  async choose(target: Locator, title: string, button: 'left' | 'right' = 'right'): Promise<void> {
    const item = this.menuItem(title);
    await until(async () => {
      await target.click({ button });
      if (await becomes(item, 'visible')) return true;
      await this.page.keyboard.press('Escape');
      return false;
    });
    await until(async () => {
      await item.click({ timeout: 2000 }).catch(() => undefined);
      return await becomes(item, 'hidden');
    });
  }

  /**
   * The page of ours that is shown: the outer frame is the workbench's sandbox, which notebooks have
   * too, the inner one is ours.
   */
  get form(): FrameLocator {
    return this.page
      .frameLocator('iframe.webview.ready[src*="anndata-concat"]')
      .frameLocator('iframe#active-frame');
  }

  toast(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast').filter({ hasText: text });
  }

  pane(title: string): Locator {
    const head = this.page.locator('.pane-header', { hasText: title });
    return this.page.locator('.pane').filter({ has: head });
  }

  /** Folds a view, so that the others have room for all of their rows. */
  async fold(pane: string): Promise<void> {
    const head = this.pane(pane).locator('.pane-header');
    if ((await head.getAttribute('aria-expanded')) === 'true') await head.click();
  }

  /** What opens a container of the side bar: `Explorer`, or `AnnData` with our views. */
  private sideBar(title: string): Locator {
    return this.page.locator('.activitybar').getByRole('tab', { name: title });
  }

  /** Shows a container of the side bar. A click on the one that is shown would hide it. */
  async show(title: 'Explorer' | 'AnnData'): Promise<void> {
    const tab = this.sideBar(title);
    if ((await tab.getAttribute('aria-expanded')) !== 'true') await tab.click();
  }

  /**
   * Runs a command by its title. The list closes when the focus goes elsewhere, which a page that is
   * just being shown may cause: it is opened until the command was chosen.
   */
  async command(title: string): Promise<void> {
    await until(async () => {
      await this.page.locator('.statusbar').press('F1');
      return await this.pick(`>${title}`, title).then(
        () => true,
        () => false,
      );
    });
  }

  /** Types into the list that is open and chooses by text: Enter could hit a stale row. */
  async pick(text: string, row: string): Promise<void> {
    const box = this.page.locator('.quick-input-widget input.input');
    await box.fill(text, { timeout: 5000 });
    const list = this.page.locator('.quick-input-list');
    await list.getByRole('option', { name: row }).first().click({ timeout: 5000 });
  }

  async setTheme(name: string): Promise<void> {
    await this.command('Preferences: Color Theme');
    const box = this.page.locator('.quick-input-widget input.input[placeholder*="Color Theme"]');
    await box.waitFor();
    await this.pick(name, name);
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }
}

/** Whether a locator is in a state, or gets into it soon. */
export async function becomes(
  locator: Locator,
  state: 'visible' | 'hidden',
  timeout = 2000,
): Promise<boolean> {
  return await locator.waitFor({ state, timeout }).then(
    () => true,
    () => false,
  );
}

/** Milliseconds that anything may take; then a picture of it helps more than waiting. */
const PATIENCE = 60_000;

/** Tries again until it is true. */
export async function until(isTrue: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`not within ${PATIENCE} ms: ${isTrue.toString()}`);
  }
}

/** Runs in the page: whether the database in which the workbench keeps its state has a text. */
async function isStored(pattern: string): Promise<boolean> {
  const expression = new RegExp(pattern, 'su');
  for (const { name = '' } of await indexedDB.databases()) {
    if (!name.startsWith('vscode-web-state-db-')) continue;
    const texts = await new Promise<readonly unknown[]>((resolve, reject) => {
      const opening = indexedDB.open(name);
      opening.onerror = () => {
        reject(new Error(`${name} does not open`));
      };
      opening.onsuccess = () => {
        const reading = opening.result.transaction('ItemTable').objectStore('ItemTable').getAll();
        reading.onsuccess = () => {
          resolve(reading.result);
        };
        opening.result.close();
      };
    });
    if (texts.some((text) => typeof text === 'string' && expression.test(text))) return true;
  }
  return false;
}
