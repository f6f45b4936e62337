// What the tests of kiosks share: their sizes, being paired by an administrator, and a scanner.

import { ask, kAdmin } from './staff.mjs';

export const kUpright = { width: 1080, height: 1920 };
export const kLying = { width: 1920, height: 1080 };

/// Takes in the kiosk or display that shows its code on `page`, as `fields` say.
export async function pair(page, staff, fields) {
  const code = page.locator('.kiosk-code, .pairing-code');
  await code.waitFor();
  await ask(staff, 'POST', '/sign-ins', { provider: 'password', ...kAdmin });
  await ask(staff, 'POST', '/devices', { code: (await code.innerText()).replace(/\s/g, ''), ...fields });
}

/// As a scanner types, which is faster than anybody.
export async function scan(page, text) {
  for (const key of text) {
    await page.keyboard.down(key);
    await page.keyboard.up(key);
  }
  await page.keyboard.press('Enter');
}
