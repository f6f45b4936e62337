// The kiosk, upright and lying: paired by a code, checking in by scanner and on the screen, the slip,
// and nothing left of anybody.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { closePage, lookAtKiosk as look, newPhone, newResidentNumber, openPage, screenshot, startBrowser, startServer, stopBrowser } from './lib.mjs';
import { kLying, kUpright, scan } from './kiosk.mjs';
import { ask, kAdmin, kDesk, plusDays } from './staff.mjs';

let server;
let browser;
let staff;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
  staff = await openPage(browser, server.internal);
});
after(async () => {
  if (staff) await closePage(staff);
  await stopBrowser(browser);
  if (server) await server.stop();
});

const shifted = (at, minutes) => new Date(Date.parse(at) + minutes * 60000).toISOString();
const asStaff = (who) => ask(staff, 'POST', '/sign-ins', { provider: 'password', ...who });

/// A kiosk as an administrator has set it up.
async function kiosk(options) {
  const page = await openPage(browser, server.internal, options);
  await page.goto('/kiosk/');
  const code = page.locator('.kiosk-code');
  await code.waitFor();
  if (!kiosk.seen) await look(page, 'kiosk-01-unpaired');
  kiosk.seen = true;
  await asStaff(kAdmin);
  const { items } = await ask(staff, 'GET', '/areas');
  await ask(staff, 'POST', '/devices', { code: (await code.innerText()).replace(/\s/g, ''), name: '大厅自助机', areaId: items[0].id });
  await page.locator('.kiosk-picture').waitFor();
  return page;
}

let ahead = 0;
async function morning(people = 2) {
  await asStaff(kDesk);
  const { today } = await ask(staff, 'GET', '/hospital');
  for (ahead += 1; ahead < 13; ahead += 1) {
    const { items } = await ask(staff, 'GET', `/sessions?date=${plusDays(today, ahead)}`);
    const session = items.find((one) => one.state === 'open' && one.part === 'morning' && one.rooms.length && one.practitioner && !one.quotas.length
      && one.slots[0].capacity - one.slots[0].taken >= people);
    if (!session) continue;
    const booked = [];
    for (let n = 0; n < people; n += 1) {
      const number = newResidentNumber();
      const person = await ask(staff, 'POST', '/patients', { name: `测自助${'甲乙丙'[n]}`, documents: [{ type: 'resident-card', number }], phone: newPhone() });
      const made = await ask(staff, 'POST', '/appointments', { slotId: session.slots[0].id, personId: person.id });
      booked.push({ ...made, number, plain: made.code.replace(/ /g, '') });
    }
    await ask(staff, 'POST', '/demo/clock', { now: shifted(session.slots[0].startsAt, -20) });
    return { session, booked };
  }
  throw new Error('no morning is free enough');
}

/// As a scanner does: all at once, then Enter.

test('scan, look, one press, the slip; and nothing is left', async () => {
  const { booked } = await morning();
  const page = await kiosk({ size: kUpright });
  await look(page, 'kiosk-02-home');
  await scan(page, booked[0].plain);
  await page.getByRole('heading', { name: '今天的预约' }).waitFor();
  await page.getByText('测**').or(page.getByText(/测\*/)).first().waitFor();
  await look(page, 'kiosk-03-visits');
  await page.getByRole('button', { name: '报到', exact: true }).click();
  await page.getByRole('heading', { name: /报到成功/ }).waitFor();
  await page.getByText('您是下一位').waitFor();
  await look(page, 'kiosk-04-slip');
  await page.emulateMedia({ media: 'print' });
  await screenshot(page, 'kiosk-05-paper');
  await page.emulateMedia({ media: 'screen' });
  await page.getByRole('button', { name: '完成' }).click();
  await page.locator('.kiosk-picture').waitFor();
  const left = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.body.innerText, window.location.href]));
  assert.doesNotMatch(left, new RegExp(`${booked[0].plain}|测|${booked[0].number}`));
  await closePage(page);
});

test('on the screen: a typed number shows times only; it checks in', async () => {
  const { booked } = await morning();
  const page = await kiosk({ size: kLying });
  await page.getByRole('button', { name: '输入预约码或证件号' }).click();
  for (const digit of booked[1].number) await page.getByRole('button', { name: digit, exact: true }).click();
  await look(page, 'kiosk-06-typing');
  await page.getByRole('button', { name: '确定' }).click();
  await page.getByRole('heading', { name: '今天的预约' }).waitFor();
  assert.doesNotMatch(await page.locator('main').innerText(), /测|医师|科/);
  await look(page, 'kiosk-07-typed');
  await page.getByRole('button', { name: '报到', exact: true }).click();
  await page.locator('.kiosk-number').waitFor();
  await look(page, 'kiosk-08-slip');
  await closePage(page);
});

test('nobody touches it for half a minute: everything is wiped, and Chinese again', async () => {
  const { booked } = await morning();
  const page = await kiosk({ size: kUpright });
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Check in' }).waitFor();
  await look(page, 'kiosk-09-english');
  await page.clock.install();
  await scan(page, booked[0].plain);
  await page.getByRole('heading', { name: 'Appointments of today' }).waitFor();
  await page.clock.runFor(21000);
  await page.getByText(/Back to the start in/).waitFor();
  await look(page, 'kiosk-10-idle');
  await page.clock.runFor(10000);
  await page.getByRole('heading', { name: '自助报到' }).waitFor();
  assert.doesNotMatch(await page.locator('body').innerText(), /测|:00–/);
  await closePage(page);
});

test('what is refused is said, with where to go', async () => {
  const { booked } = await morning();
  const page = await kiosk({ size: kUpright });
  await scan(page, '999999999');
  await page.getByRole('heading', { name: '没有办成' }).waitFor();
  await look(page, 'kiosk-11-refused');
  await page.getByRole('button', { name: '重新开始' }).click();
  await asStaff(kDesk);
  await ask(staff, 'POST', '/demo/clock', { now: shifted(booked[0].slot.startsAt, -20) });
  await page.locator('.kiosk-picture').waitFor();
  await closePage(page);
});

test('a kiosk that is taken out of service may do nothing', async () => {
  const page = await kiosk({ size: kUpright });
  await asStaff(kAdmin);
  const { items } = await ask(staff, 'GET', '/devices');
  for (const one of items) await ask(staff, 'DELETE', `/devices/${one.id}`);
  await page.reload();
  await page.locator('.kiosk-code').waitFor();
  await closePage(page);
});
