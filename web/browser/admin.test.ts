import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { KEY, openBrowser, openPage, type Trouble } from './browser';
import { standInForTriage } from './standIn';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.each(['light', 'dark'] as const)('an admin, with the network cut off, in %s colours', (scheme) => {
  let context: BrowserContext;
  let page: Page;
  let trouble: Trouble;

  beforeAll(async () => {
    context = await openBrowser(scheme);
    await standInForTriage(context);
    ({ page, trouble } = await openPage(context));
  });

  afterAll(() => context.close());

  test('is not let in with a wrong key', async () => {
    await page.getByLabel('Admin API key').fill('fbk_wrong');
    await page.getByRole('button', { name: 'Log in' }).click();
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('not known here');
    await look(page);
  });

  test('logs in, and finds a tab for each ready query', async () => {
    await page.getByLabel('Admin API key').fill(KEY);
    await page.keyboard.press('Enter');
    await page.getByText('Logged in as').waitFor();
    const names = ['Triage', 'Negatives', 'TopicsByDay', 'PromptComparison', 'CleanupPreview', 'Metrics'];
    expect(await page.getByRole('navigation', { name: 'Queries' }).locator('li button:first-child').allTextContents()).toEqual(names);
  });

  test('sees unread feedback as a table at once, and words as words', async () => {
    await page.getByRole('columnheader', { name: 'Message' }).waitFor();
    expect(await page.locator('.views tbody tr').count()).toBe(50);
    await page.getByText('<img src=x onerror=alert(1)>').first().waitFor();
    expect(await page.locator('.views img, .views a').count()).toBe(0);
    await look(page);
    await picture(page, scheme, 'triage');
  });

  test('goes to the next page, and back by running the query anew', async () => {
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.getByText('19 of 69').waitFor();
    await page.getByRole('button', { name: 'Close Triage' }).click();
    await page.getByRole('button', { name: 'Show Ready queries' }).click();
    await page.getByRole('region', { name: 'Ready queries' }).getByRole('button', { name: 'Triage' }).click();
    await page.getByText('50 of 69').waitFor();
    await look(page);
    await page.getByRole('button', { name: 'Hide Ready queries' }).click();
  });

  test('archives what is ticked, and takes it back', async () => {
    await page.getByRole('checkbox', { name: 'Row 1', exact: true }).check();
    await page.getByRole('button', { name: 'Archive', exact: true }).click();
    await page.getByText('1 archived.').waitFor();
    await expect.poll(() => page.getByText('<img src=x').count()).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('1 unarchived.').waitFor();
    await expect.poll(() => page.getByText('<img src=x').count()).toBe(1);
  });

  test('sees counts as a chart', async () => {
    await page.getByRole('button', { name: 'Chart' }).click();
    await page.getByRole('img', { name: 'By sentiment, as bars' }).waitFor();
    await look(page);
    await picture(page, scheme, 'chart');
    await page.getByRole('button', { name: 'JSON' }).click();
    await page.getByRole('region', { name: 'Result Window' }).getByText('totalCount').waitFor();
    await look(page);
  });

  test('reads the schema in the documentation', async () => {
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.getByText('A GraphQL schema provides a root type').waitFor();
    await look(page);
  });

  test('logs out, and leaves nothing behind', async () => {
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByText('You are logged out.').waitFor();
    expect(await page.evaluate(() => sessionStorage.length + localStorage.length)).toBe(0);
  });

  test('caused no error, no violation of the policy and no request to the outside', () => {
    expect(trouble).toEqual({ console: [], outside: [], violations: [] });
  });
});

/** Fails for a serious or critical fault that axe finds in the page as it is. */
async function look(page: Page): Promise<void> {
  const faults = await page.evaluate(async (source) => {
    if (!('axe' in globalThis)) (0, eval)(source);
    const axe = (globalThis as unknown as { axe: typeof import('axe-core') }).axe;
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 150)} ${node.failureSummary ?? ''}`));
  }, AXE);
  expect(faults).toEqual([]);
}

async function picture(page: Page, scheme: string, name: string): Promise<void> {
  const folder = process.env.PICTURES;
  if (folder && scheme === 'light') await page.screenshot({ path: `${folder}/${name}.png` });
}
