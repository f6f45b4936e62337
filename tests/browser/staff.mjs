// What the tests of the staff's pages share.

import assert from 'node:assert/strict';

export const kDesk = { account: 'desk', password: 'Demo-desk-2026' };
export const kAdmin = { account: 'admin', password: 'Demo-admin-2026' };
export const kAuditor = { account: 'auditor', password: 'Demo-audit-2026' };
export const kPhoneWide = { width: 390, height: 844 };

/// Types both, as somebody at the desk does: the account's field has the focus.
export async function signIn(page, { account, password }) {
  await page.locator('[name=account]').waitFor();
  await page.keyboard.type(account);
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
}

export const press = (page, ...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());

export const headers = { 'Content-Type': 'application/json' };
/// The API, as whoever is signed in on the page; anything but success fails the test.
export async function ask(page, method, where, data) {
  const answer = await page.request.fetch(`/api/v1${where}`, { method, headers, data });
  assert.ok(answer.ok(), `${method} ${where}: ${await answer.text()}`);
  return answer.status() === 204 ? undefined : answer.json();
}

export const plusDays = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/// Turns the clock to nine on the next day on which the service centre is open, and gives its page.
/// Whoever was signed in before is no more.
export async function openCentre(page) {
  const { today } = await ask(page, 'GET', '/hospital');
  for (let ahead = 1; ahead < 15; ahead += 1) {
    const day = plusDays(today, ahead);
    await ask(page, 'POST', '/demo/clock', { now: `${day}T09:00:00+08:00` });
    const centre = await ask(page, 'GET', '/centre');
    if (centre.windows.some((one) => one.open)) return { day, ...centre };
  }
  throw new Error('the centre is closed for a fortnight');
}

/// Gives names that nobody else in the test file has: two alike would look like one person twice.
export function nameMaker(first) {
  const given = '赵钱孙李周吴郑王';
  let made = 0;
  return () => {
    made += 1;
    return `${first}${given[Math.floor(made / 8) % 8]}${given[made % 8]}`;
  };
}

export const focused = (page) => page.evaluate(() => document.activeElement.textContent || document.activeElement.name || document.activeElement.id);

/// Presses `key` until `test` (in the page, with `argument`) holds.
export async function pressUntil(page, key, test, argument, most = 40) {
  for (let i = 0; i < most; i += 1) {
    if (await page.evaluate(test, argument)) return;
    await page.keyboard.press(key);
    await page.waitForTimeout(20);
  }
  assert.ok(await page.evaluate(test, argument), `${key} did not lead there; the focus is on ${await focused(page)}`);
}
