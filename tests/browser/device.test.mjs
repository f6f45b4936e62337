// A device's list of work: whoever has come is called, examined, done; or was not prepared.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { closePage, kDesktop, kPhone, look, newPhone, newResidentNumber, openPage, startBrowser, startServer, stopBrowser } from './lib.mjs';
import { ask, kAdmin, kDesk, nameMaker, signIn } from './staff.mjs';

const kTechnician = { account: 'technician', password: 'Demo-tech-2026' };

let server;
let browser;
let device; // where three people have an examination
let screen; // the display before it
before(async () => {
  server = await startServer();
  browser = await startBrowser();
  const page = await openPage(browser, server.internal);
  const as = (account) => ask(page, 'POST', '/sign-ins', { provider: 'password', ...account });
  await as(kDesk);
  const name = nameMaker('检');
  // Days that the demo's own patients leave empty.
  const { today } = await ask(page, 'GET', '/hospital');
  const dates = [11, 12, 13].map((days) => new Date(Date.parse(`${today}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10));
  let first;
  for (let i = 0; i < 3; i += 1) {
    const person = await ask(page, 'POST', '/patients', { name: name(), documents: [{ type: 'resident-card', number: newResidentNumber('19700412') }], phone: newPhone() });
    await ask(page, 'POST', '/exam-orders', { personId: person.id, orders: [{ exam: 'US-THY' }] });
    const { choices } = await ask(page, 'POST', '/exam-plans/previews', { personId: person.id, wishes: { dates } });
    const [{ orderId, deviceId, date: day, start }] = choices[0].items;
    first = first || { deviceId, date: day, hour: Number(start.slice(0, 2)) + 1 };
    const at = `${String(first.hour + i).padStart(2, '0')}:00`;
    await ask(page, 'POST', '/exam-plans', { personId: person.id, items: [{ orderId, deviceId: first.deviceId, date: first.date, start: at }] });
  }
  await as(kAdmin);
  await ask(page, 'POST', '/demo/clock', { now: `${first.date}T07:30:00+08:00` });
  await as(kAdmin); // whoever was signed in before the clock was turned is no more
  device = (await ask(page, 'GET', '/exam-devices')).items.find((one) => one.id === first.deviceId);
  screen = await openPage(browser, server.internal, { size: kDesktop });
  await screen.goto('/display/');
  const code = screen.locator('.pairing-code');
  await code.waitFor();
  await ask(page, 'POST', '/devices', { code: (await code.innerText()).replace(/\s/g, ''), name: '超声门口', examSiteId: device.siteId, examDeviceIds: [device.id] });
  await closePage(page);
});
after(async () => {
  await stopBrowser(browser);
  if (server) await server.stop();
});

const state = (page, text) => page.locator('.calling-state', { hasText: text }).waitFor();

test('a morning at a device, by keyboard only', async () => {
  const page = await openPage(browser, server.internal, { size: kDesktop });
  await page.goto('/device/');
  await signIn(page, kTechnician);
  await page.getByRole('button', { name: `打开 ${device.name}` }).waitFor();
  await look(page, 'device-01-choose');
  await page.getByRole('button', { name: `打开 ${device.name}` }).click();
  await page.getByRole('heading', { name: '今天还有 3 人' }).waitFor();
  const arrivals = page.getByRole('button', { name: /^到检/ });
  for (let left = 3; left > 0; left -= 1) {
    await arrivals.first().click();
    await page.locator('.calling-row-waiting').nth(3 - left).waitFor();
  }
  await look(page, 'device-02-all-here');
  await screen.locator('.cards-page').getByText('等候 3 人').waitFor();
  await page.keyboard.press('n');
  await state(page, '已呼叫');
  await screen.locator('.call', { hasText: device.place }).waitFor();
  await look(screen, 'device-06-display');
  await page.keyboard.press('s');
  await state(page, '检查中');
  await look(page, 'device-03-examined');
  await page.keyboard.press('n');
  await state(page, '已呼叫');
  await page.getByRole('heading', { name: '今天还有 2 人' }).waitFor();
  await page.getByText('的下一站').waitFor(); // of whoever is done
  await page.getByText('今天没有其他检查了').waitFor();
  await look(page, 'device-07-next-stop');
  await closePage(screen);
  await page.keyboard.press('x');
  await page.getByRole('dialog').waitFor();
  await look(page, 'device-04-unprepared');
  await page.keyboard.press('1');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '今天还有 1 人' }).waitFor();
  await state(page, '现在没有人');
  // What became of the rest is said where the keyboard is, with the new time.
  const anew = page.getByRole('group', { name: '后续检查的安排' });
  await anew.getByText('的后续检查已重新安排').waitFor();
  assert.match(await anew.locator('li').first().innerText(), /\d{2}:\d{2}/);
  assert.ok(await anew.evaluate((box) => box === document.activeElement));
  await look(page, 'device-08-replanned');
  await page.keyboard.press('Escape');
  await anew.waitFor({ state: 'detached' });
  await closePage(page);
});

test('the list holds together on a phone', async () => {
  const page = await openPage(browser, server.internal, { size: kPhone });
  await ask(page, 'POST', '/sign-ins', { provider: 'password', ...kTechnician });
  await page.goto('/device/');
  await page.getByRole('button', { name: `打开 ${device.name}` }).click();
  await page.getByRole('heading', { name: '今天还有 1 人' }).waitFor();
  await look(page, 'device-05-phone');
  assert.equal(await page.locator('.calling-row').count(), 2);
  await closePage(page);
});
