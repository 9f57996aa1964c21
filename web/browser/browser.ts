import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type BrowserContext, chromium, type Page } from 'playwright-core';

/** The service under test, and an admin key that it takes. */
export const SERVICE = need('FEEDBACK_URL');
export const KEY = need('FEEDBACK_KEY');

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // The network is cut off: no name leads anywhere.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** What must not happen while the page is used. */
export interface Trouble {
  console: string[];
  outside: string[];
  violations: string[];
}

/** A new browser with an empty profile, in UTC and English. */
export async function openBrowser(scheme: 'light' | 'dark'): Promise<BrowserContext> {
  return chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), 'feedback-browser-')), {
    executablePath: need('CHROMIUM'),
    headless: true,
    args: FLAGS,
    colorScheme: scheme,
    locale: 'en-GB',
    timezoneId: 'UTC',
    viewport: { width: 1280, height: 720 },
  });
}

/** Opens the admin page, and writes down what goes wrong from then on. */
export async function openPage(context: BrowserContext): Promise<{ page: Page; trouble: Trouble }> {
  const trouble: Trouble = { console: [], outside: [], violations: [] };
  const page = context.pages()[0] ?? (await context.newPage());
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') trouble.console.push(message.text());
  });
  page.on('pageerror', (error) => trouble.console.push(String(error)));
  context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${SERVICE}/`) && !url.startsWith('data:')) trouble.outside.push(url);
  });
  await page.exposeFunction('noteViolation', (violation: string) => trouble.violations.push(violation));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const note = (globalThis as unknown as { noteViolation(text: string): void }).noteViolation;
      note(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
    });
  });
  await page.goto(`${SERVICE}/graphiql`);
  return { page, trouble };
}

function need(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: this test is run by tests/browser`);
  return value;
}
