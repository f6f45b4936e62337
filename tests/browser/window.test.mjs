// The service centre's windows: a morning with single keys, two windows at once, slips taken back.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { closePage, kPhone, look, newPhone, newResidentNumber, openPage, startBrowser, startServer, stopBrowser, until } from './lib.mjs';
import { ask, kDesk, openCentre, signIn } from './staff.mjs';

const kOldScreen = { width: 1366, height: 768 };
const kWide = { width: 1920, height: 1080 };

let server;
let browser;
let services;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
  const page = await openPage(browser, server.internal);
  await openCentre(page);
  await ask(page, 'POST', '/sign-ins', { provider: 'password', ...kDesk });
  services = (await ask(page, 'GET', '/services')).items;
  await closePage(page);
});
after(async () => {
  await stopBrowser(browser);
  if (server) await server.stop();
});

/// Signs in at a window by its number in the list, by keyboard only.
async function sitAt(number, options) {
  const page = await openPage(browser, server.internal, options);
  await page.goto('/window/');
  await signIn(page, kDesk);
  await page.locator('.calling-choice .button').first().waitFor();
  if (number === 1) await look(page, 'window-01-choose');
  await page.keyboard.press(String(number));
  await page.locator('.calling-now').waitFor();
  return page;
}
const take = (page, ...codes) => ask(page, 'POST', '/visits', { serviceIds: codes.map((code) => services.find((one) => one.code === code).id) });
const state = (page, text) => page.locator('.calling-state', { hasText: text }).waitFor();
const here = (page, number) => page.locator('.calling-who', { hasText: number }).waitFor();
const waiting = (page, n) => page.getByRole('heading', { name: `等候 ${n} 人` }).waitFor();

test('a morning at a window, by keyboard only', async () => {
  const page = await sitAt(1, { size: kOldScreen });
  const first = await take(page, 'A01', 'A05');
  const second = await take(page, 'A05');
  await waiting(page, 2);
  await page.keyboard.press('a');
  await page.locator('[name=service]:focus').waitFor();
  await page.keyboard.type('问路');
  await page.keyboard.press('Enter');
  await page.locator('.chip[aria-pressed=true]').waitFor();
  await page.locator('[name=who]').focus();
  await ask(page, 'POST', '/patients', { name: '郑未央', documents: [{ type: 'resident-card', number: newResidentNumber('19900412') }], phone: newPhone() });
  await page.keyboard.type('郑未央');
  await page.keyboard.press('Enter');
  await page.locator('.chip[aria-pressed=true]', { hasText: '郑' }).waitFor();
  await page.locator('[name=priority]').focus();
  await page.keyboard.press('ArrowDown');
  await page.locator('[name=proof]').waitFor();
  await page.keyboard.press('Tab');
  await page.locator('[name=proof]:focus').waitFor();
  await page.keyboard.type('老年优待证');
  await look(page, 'window-02-take');
  await page.keyboard.press('Enter');
  await page.getByText('请把号码告诉来人').waitFor();
  await waiting(page, 3);
  await look(page, 'window-03-waiting');

  await page.keyboard.press('n');
  await state(page, '已呼叫');
  await page.locator('.calling-who', { hasText: '老年优待证' }).waitFor();
  await page.keyboard.press('u');
  await state(page, '窗口前没有人');
  await page.keyboard.press('n');
  await state(page, '已呼叫');
  await page.keyboard.press('r');
  await state(page, '（第 2 次）');
  await page.keyboard.press('s');
  await state(page, '办理中');
  await page.keyboard.press('o');
  await page.locator('[name=outcome]:focus').waitFor();
  await look(page, 'window-04-outcome');
  await page.keyboard.press('2');
  await state(page, '窗口前没有人');

  await page.keyboard.press('n');
  await here(page, first.number);
  await page.keyboard.press('s');
  await state(page, '办理中');
  await look(page, 'window-05-serving');
  await page.keyboard.press('k');
  await page.locator('.dialog input:focus').waitFor();
  await page.keyboard.press('1');
  await page.keyboard.press('Enter');
  await page.getByText('过号或暂放 1 人').waitFor();
  await page.keyboard.press('n');
  await here(page, second.number);
  await page.keyboard.press('s');
  await state(page, '办理中');
  await page.keyboard.press('1');
  await page.locator('.calling-why', { hasText: '办完手续回来' }).first().waitFor();
  await look(page, 'window-06-back');
  // One press finishes the one and calls the other: both are taken back, the last one first.
  const did = (text) => page.locator('.calling-undo', { hasText: text }).waitFor();
  const tookBack = () => page.locator('.calling-undo').waitFor({ state: 'detached' });
  await page.keyboard.press('n');
  await here(page, first.number);
  await did(`已呼叫 ${first.number}`);
  await page.keyboard.press('u');
  await did(`${second.number} 已办结`);
  await page.keyboard.press('u');
  await tookBack();
  await here(page, second.number);
  await state(page, '办理中');
  await page.keyboard.press('n');
  await here(page, first.number);
  await did(`已呼叫 ${first.number}`);
  await page.keyboard.press('k');
  await page.locator('.dialog input:focus').waitFor();
  await page.keyboard.press('1');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: `已离开 ${first.number}` }).click();
  await did(`${first.number} 已离开`);
  await look(page, 'window-11-left');
  await page.keyboard.press('u');
  await tookBack();
  await page.getByRole('button', { name: `已离开 ${first.number}` }).waitFor();
  await page.keyboard.press('1');
  await did('回到队列');
  await waiting(page, 1);
  await page.keyboard.press('u');
  await tookBack();
  await waiting(page, 0);
  await page.getByText('过号或暂放 1 人').waitFor();
  await page.keyboard.press('1');
  await did('回到队列');
  await waiting(page, 1);
  await page.keyboard.press('n');
  await here(page, first.number);
  await did(`已呼叫 ${first.number}`);
  await page.keyboard.press('f');
  await did(`${first.number} 已办结`);
  await page.keyboard.press('u');
  await tookBack();
  await here(page, first.number);
  await page.keyboard.press('f');
  await state(page, '窗口前没有人');

  await page.keyboard.press('/');
  await page.locator('[name=number]:focus').waitFor();
  await page.keyboard.type(second.number.toLowerCase());
  await page.keyboard.press('Enter');
  await page.getByText('全部办结').waitFor();
  await look(page, 'window-07-find');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await page.keyboard.press('p');
  await page.locator('.dialog input:focus').waitFor();
  await page.keyboard.press('1');
  await page.keyboard.press('Enter');
  await page.getByText('窗口暂停：用餐').waitFor();
  await page.keyboard.press('n');
  await page.getByText('窗口正在暂停，要恢复吗？').waitFor();
  await look(page, 'window-08-paused');
  await page.keyboard.press('Enter');
  await here(page, first.number);
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByText('撤回自己刚才的一步').waitFor();
  await look(page, 'window-09-help');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('f');
  await state(page, '窗口前没有人');

  const done = (await ask(page, 'GET', `/visits?number=${first.number}`)).items[0];
  assert.equal(done.state, 'done');
  await page.keyboard.press('l');
  await page.locator('.calling-choice').waitFor();
  await closePage(page);
});

test('the next one by itself, which can be stopped; the window is remembered', async () => {
  const page = await sitAt(1, { size: kWide });
  for (let n = 0; n < 3; n += 1) await take(page, 'A01');
  await waiting(page, 3);
  await page.keyboard.press('g');
  await page.locator('input[type=checkbox]:checked').waitFor();
  await page.keyboard.press('n');
  await state(page, '已呼叫');
  await page.keyboard.press('f');
  await page.getByText('秒后呼叫').waitFor();
  await look(page, 'window-10-by-itself');
  await state(page, '已呼叫');
  await waiting(page, 1);
  await page.keyboard.press('f');
  await page.getByText('秒后呼叫').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('秒后呼叫').waitFor({ state: 'detached' });
  await page.reload();
  await page.locator('.calling-now').waitFor();
  await page.locator('input[type=checkbox]:checked').waitFor();
  await state(page, '窗口前没有人');
  await waiting(page, 1);
  await page.context().setOffline(true);
  await page.getByText('连不上服务器').waitFor();
  await page.context().setOffline(false);
  await page.getByText('连不上服务器').waitFor({ state: 'detached' });
  await page.keyboard.press('n');
  await state(page, '已呼叫');
  await page.keyboard.press('f');
  await state(page, '窗口前没有人');
  await page.keyboard.press('g');
  await page.locator('input[type=checkbox]:not(:checked)').waitFor();
  await page.keyboard.press('l');
  await page.locator('.calling-choice').waitFor();
  await closePage(page);
});

for (const [name, options] of [['english', { size: kWide, language: 'en' }], ['large', { size: kOldScreen, care: true }], ['phone', { size: kPhone }]]) {
  test(`the window's page holds together: ${name}`, async () => {
    const page = await sitAt(2, options);
    const one = await take(page, 'A02', 'A03');
    await take(page, 'A02');
    await page.locator('.calling-next-who', { hasText: one.number }).waitFor();
    await page.keyboard.press('n');
    await here(page, one.number);
    await until(page, () => document.querySelectorAll('.calling-row').length > 0);
    await look(page, `window-20-${name}`);
    await page.keyboard.press('t');
    await page.locator('.dialog input:focus').waitFor();
    await look(page, `window-21-${name}-transfer`);
    await page.keyboard.press('Escape');
    for (const visit of (await ask(page, 'GET', '/visits')).items) await ask(page, 'POST', `/visits/${visit.id}/steps`, { step: 'leave' });
    await closePage(page);
  });
}

test('two windows with one line: each calls another one and sees what the other does', async () => {
  const first = await sitAt(1, { size: kOldScreen });
  const [one, two] = [await take(first, 'D01'), await take(first, 'D01')];
  const second = await first.context().newPage();
  second.wrong = [];
  await ask(first, 'GET', '/me');
  await waiting(first, 2);
  await second.goto('/window/');
  await second.locator('.calling-now').waitFor();
  await second.keyboard.press('l');
  await second.locator('.calling-choice .button').first().waitFor();
  await second.keyboard.press('2');
  await waiting(second, 2);
  await first.keyboard.press('n');
  await here(first, one.number);
  await waiting(second, 1);
  await second.keyboard.press('n');
  await here(second, two.number);
  await waiting(first, 0);
  await closePage(first);
});
