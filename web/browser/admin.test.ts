import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { KEY, openBrowser, openPage, SERVICE, type Trouble } from './browser';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const HOSTILE = '<img src=x onerror=alert(1)>';

let context: BrowserContext;
let page: Page;
let trouble: Trouble;

async function open(scheme: 'light' | 'dark'): Promise<void> {
  context = await openBrowser(scheme);
  ({ page, trouble } = await openPage(context));
}

async function logIn(key: string): Promise<void> {
  await page.getByLabel('Admin API key').fill(key);
  await page.keyboard.press('Enter');
}

function hostile(): Locator {
  return page.locator('.views').getByText(HOSTILE);
}

async function close(): Promise<void> {
  await context.close();
}

describe('an admin whose network is cut off', () => {
  beforeAll(() => open('light'));
  afterAll(close);

  test('is not let in with a wrong key', async () => {
    await logIn('fbk_wrong');
    await page.getByRole('alert').getByText('not known here').waitFor();
    await look();
  });

  test('logs in, and finds a tab for each ready query', async () => {
    await logIn(KEY);
    await page.getByText('Logged in as').waitFor();
    const tabs = page.getByRole('navigation', { name: 'Queries' }).locator('li button:first-child');
    const names = ['Triage', 'Negatives', 'TopicsByDay', 'PromptComparison', 'CleanupPreview', 'Metrics'];
    expect(await tabs.allTextContents()).toEqual(names);
  });

  test('sees unread feedback as a table at once, and words as words', async () => {
    await hostile().waitFor();
    expect(await page.locator('.views tbody tr').count()).toBe(50);
    expect(await page.locator('.views img, .views a').count()).toBe(0);
    await look();
    await picture('triage');
  });

  test('archives what is ticked, and takes it back', async () => {
    await page.getByRole('checkbox', { name: 'Row 1', exact: true }).check();
    await page.getByRole('button', { name: 'Archive', exact: true }).click();
    await page.getByText('1 archived.').waitFor();
    await hostile().waitFor({ state: 'detached' });
    await look();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('1 unarchived.').waitFor();
    await hostile().waitFor();
  });

  test('goes to the next page, and opens the query afresh', async () => {
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.getByText('19 of 69').waitFor();
    await page.getByRole('button', { name: 'Close Triage' }).click();
    await page.getByRole('button', { name: 'Show Ready queries' }).click();
    await page.getByRole('region', { name: 'Ready queries' }).getByRole('button', { name: 'Triage' }).click();
    await page.getByText('50 of 69').waitFor();
    await look();
    await page.getByRole('button', { name: 'Hide Ready queries' }).click();
  });

  test('sees the last days by sentiment and topic in a chart', async () => {
    await page.getByRole('button', { name: 'Negatives', exact: true }).click();
    await page.getByRole('button', { name: 'Chart' }).click();
    await page.getByRole('img', { name: 'By topic, as bars' }).waitFor();
    expect(await page.getByRole('table', { name: 'By topic' }).getByRole('row').count()).toBeGreaterThan(2);
    await look();
    await picture('chart');
  });

  test('sees the answer as it came', async () => {
    await page.getByRole('button', { name: 'JSON' }).click();
    await page.getByRole('region', { name: 'Result Window' }).getByText('totalCount').waitFor();
    await look();
  });

  test('runs a query of their own from the keyboard', async () => {
    await page.getByRole('button', { name: 'New query' }).click();
    await page.getByRole('region', { name: 'Operation Editor' }).locator('.view-lines').first().click();
    await page.keyboard.type('{ viewer { name');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('region', { name: 'Viewer, table' }).getByText('API_KEY').waitFor();
  });

  test('reads the schema in the documentation', async () => {
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.getByText('A GraphQL schema provides a root type').waitFor();
    await look();
  });

  test('follows the link of an alert to its query', async () => {
    await page.goto(`${SERVICE}/graphiql?query=${encodeURIComponent('query Linked { viewer { name } }')}`);
    await page.getByRole('navigation', { name: 'Queries' }).getByRole('button', { name: 'Linked', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Execute query' }).click();
    await page.getByRole('region', { name: 'Viewer, table' }).getByText('API_KEY').waitFor();
    await page.goto(`${SERVICE}/graphiql`);
    await page.getByText('Logged in as').waitFor();
  });

  test('logs out, and leaves nothing behind', async () => {
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByText('You are logged out.').waitFor();
    expect(await page.evaluate(() => sessionStorage.length + localStorage.length)).toBe(0);
    expect(await context.cookies()).toEqual([]);
  });

  test('met no error, no violation of the policy and no request to the outside', () => {
    expect(trouble).toEqual({ console: [], outside: [], violations: [] });
  });
});

describe('an admin who likes it dark', () => {
  beforeAll(() => open('dark'));
  afterAll(close);

  test('can read all of it', async () => {
    await look();
    await logIn(KEY);
    await hostile().waitFor();
    await look();
    await page.getByRole('button', { name: 'Chart' }).click();
    await page.getByRole('img', { name: 'By topic, as bars' }).waitFor();
    await look();
  });

  test('is asked to log in again when the login has ended, and finds the tabs as they were', async () => {
    await page.getByRole('button', { name: 'Close Metrics' }).click();
    await page.waitForFunction(() => !sessionStorage.getItem('graphiql:tabState')?.includes('Metrics'));
    await context.clearCookies();
    await page.getByRole('button', { name: 'Execute query' }).click();
    await page.getByText('Your login has ended.').waitFor();
    await logIn(KEY);
    await hostile().waitFor();
    expect(await page.getByRole('button', { name: 'Metrics', exact: true }).count()).toBe(0);
  });
});

describe('someone who guesses keys', () => {
  beforeAll(() => open('light'));
  afterAll(close);

  test('is told to wait', async () => {
    for (let tries = 0; tries < 5; tries += 1) {
      await logIn(`fbk_guess_${tries}`);
      await page.getByRole('alert').waitFor();
    }
    await logIn(KEY);
    await page.getByRole('alert').getByText('Too many logins have failed').waitFor();
  });
});

/** Fails for a serious or critical fault that axe finds in the page as it is. */
async function look(): Promise<void> {
  const faults = await page.evaluate(async (source) => {
    if (!('axe' in globalThis)) (0, eval)(source);
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 150)} ${node.failureSummary ?? ''}`));
  }, AXE);
  expect(faults).toEqual([]);
}

/** A picture for the README, where the environment names a folder for them. */
async function picture(name: string): Promise<void> {
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png` });
}
