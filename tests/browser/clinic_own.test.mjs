// A clinician's morning on the page that opens on their own session: by the keyboard alone.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { kClinician, kNames, kOldScreen, ownMorning, signInByApi } from './clinic_mornings.mjs';
import { closePage, kPhone, look, openPage, screenshot, startBrowser, startServer, stopBrowser } from './lib.mjs';
import { ask, press, signIn } from './staff.mjs';

let server;
let browser;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
});
after(async () => {
  await stopBrowser(browser);
  if (server) await server.stop();
});

const masked = (name) => `${name[0]}*`;
const here = (page, state, name) => page.locator('.calling-now', { has: page.locator('.calling-state', { hasText: state }) }).getByText(masked(name)).waitFor();
const dialogGone = (page) => page.getByRole('dialog').waitFor({ state: 'detached' });

/// The page as it opens for them: straight on the line, or after the one choice that is left.
async function opened(page, place, waiting) {
  await page.goto('/clinic/');
  await page.locator('.calling-now, .clinic-choice').first().waitFor();
  if (await page.locator('.clinic-choice').count()) {
    await page.locator('.clinic-sessions li', { hasText: place.session.rooms[0].name }).getByRole('button').first().click();
  }
  await page.getByText(`候诊 ${waiting} 人`).waitFor();
}

test('a morning by the keyboard: called, begun, away, missed, back, finished, taken back', async () => {
  const page = await openPage(browser, server.internal, { size: kOldScreen });
  const place = await ownMorning(page, 5, { 1: ['wheelchair', 'hearing'] });
  await page.context().clearCookies();
  await page.goto('/clinic/');
  await signIn(page, kClinician);
  await page.locator('.calling-now, .clinic-choice').first().waitFor();
  await opened(page, place, 5);
  await look(page, 'clinic-20-own');

  await press(page, 'n');
  await here(page, '已呼叫', kNames[0]);
  await press(page, 's');
  await here(page, '就诊中', kNames[0]);
  await page.locator('.calling-next').getByText('到候诊区接').waitFor();
  await look(page, 'clinic-21-serving');
  await press(page, 'e');
  await page.getByText('过号或检查中 1 人').waitFor();
  await press(page, 'n');
  await here(page, '已呼叫', kNames[1]);
  // Whoever is hard of hearing or slow on their feet is called once more than others.
  for (let call = 2; call <= 4; call += 1) {
    await press(page, 'r');
    await page.getByText(`（第 ${call} 次）`).waitFor();
  }
  await press(page, 'm');
  await page.getByText('过号或检查中 2 人').waitFor();
  await press(page, '1');
  await page.getByText('过号或检查中 1 人').waitFor();
  await press(page, 'n');
  await page.locator('.calling-state', { hasText: '已呼叫' }).waitFor();
  await press(page, 's');
  await page.locator('.calling-state', { hasText: '就诊中' }).waitFor();

  const number = await page.locator('.calling-now .calling-number').innerText();
  await press(page, 'f');
  await page.locator('.calling-undo').getByText(`${number} 就诊结束`).waitFor();
  await look(page, 'clinic-22-slip');
  await press(page, 'u');
  await page.locator('.calling-state', { hasText: '就诊中' }).waitFor();
  assert.equal(await page.locator('.calling-now .calling-number').innerText(), number);

  await press(page, 'n');
  await page.locator('.calling-state', { hasText: '已呼叫' }).waitFor();
  await press(page, '?');
  await page.getByRole('dialog').getByText('呼叫下一位').first().waitFor();
  await screenshot(page, 'clinic-23-keys');
  await press(page, 'Escape');
  await dialogGone(page);
  await closePage(page);
});

test('running late is announced and seen, the room pauses, and the next one ends the pause', async () => {
  const page = await openPage(browser, server.internal, { size: kOldScreen });
  const place = await ownMorning(page, 2);
  await opened(page, place, 2);
  await press(page, 'd');
  await page.locator('[role=dialog] input:focus').waitFor();
  await page.keyboard.type('急诊抢救');
  await look(page, 'clinic-24-late');
  await press(page, 'Enter');
  await page.getByText('已告知患者：晚点约 20 分钟（急诊抢救）').waitFor();
  await dialogGone(page);
  const { notices } = await ask(page, 'GET', `/sessions/${place.session.id}/line`);
  assert.equal(notices.delay.minutes, 20);

  await press(page, 'p');
  await page.locator('[role=dialog] input:focus').waitFor();
  await press(page, '4');
  await press(page, 'Enter');
  await page.getByText('已暂停叫号：会诊').waitFor();
  await dialogGone(page);
  await look(page, 'clinic-25-paused');
  await press(page, 'n');
  await page.getByText('现在暂停叫号，要恢复吗？').waitFor();
  await press(page, 'Enter');
  await here(page, '已呼叫', kNames[0]);
  await dialogGone(page);
  assert.equal(await page.getByText('已暂停叫号').count(), 0);
  await closePage(page);
});

test('the follow-up is booked from the room, and the session ended with who is left', async () => {
  const page = await openPage(browser, server.internal, { size: kOldScreen });
  const place = await ownMorning(page, 2);
  await opened(page, place, 2);
  await press(page, 'n');
  await here(page, '已呼叫', kNames[0]);
  await press(page, 's');
  await here(page, '就诊中', kNames[0]);
  await press(page, 'b');
  await page.locator('.day[aria-checked=true]').waitFor();
  await page.locator('.day-open').nth(1).click();
  await page.locator('.slot:not([disabled])').first().waitFor();
  await look(page, 'clinic-26-follow-up');
  await page.locator('.slot:not([disabled])').last().click();
  await page.locator('.calling-now').waitFor();
  await signInByApi(page);
  const { items } = await ask(page, 'GET', `/appointments?personId=${place.booked[0].person.id}&state=upcoming`);
  assert.ok(items.some((one) => one.channel === 'clinician'), 'from the clinician’s own quota');
  await signInByApi(page, kClinician);

  for (const [key, title] of [['o', '预约疗程'], ['t', '转']]) {
    await press(page, key);
    await page.locator('.clinic-after h1', { hasText: title }).waitFor();
    await look(page, `clinic-30-${key}`);
    await press(page, 'Escape');
    await page.locator('.calling-now').waitFor();
  }
  await press(page, 'x');
  await page.getByRole('dialog').getByText('还有 1 位患者没有安排').waitFor();
  await press(page, 'Enter');
  await page.getByRole('button', { name: '重新接收' }).waitFor();
  await look(page, 'clinic-27-closing');
  await page.getByRole('dialog').getByRole('button', { name: '已离开' }).last().click();
  await page.getByRole('dialog').getByText('没有未安排的患者').waitFor();
  await press(page, 'Escape');
  await dialogGone(page);
  await page.getByText('本班次不再接收新的患者。').waitFor();
  await closePage(page);
});

test('what happens elsewhere is seen at once, and the page says so when it is out of touch', async () => {
  const page = await openPage(browser, server.internal, { size: kPhone });
  const place = await ownMorning(page, 3);
  await opened(page, place, 3);
  await look(page, 'clinic-28-phone');
  const { line } = await ask(page, 'GET', `/sessions/${place.session.id}/line`);
  await ask(page, 'POST', `/tickets/${line.items[2].id}/steps`, { step: 'postpone', minutes: 20 });
  await page.getByText('本人要求推迟').waitFor({ timeout: 2500 });
  await page.context().setOffline(true);
  await page.getByText(/连接不上服务器|实时连接断开/).first().waitFor({ timeout: 45000 });
  await screenshot(page, 'clinic-29-out-of-touch');
  await page.context().setOffline(false);
  await page.getByText(/连接不上服务器|实时连接断开/).first().waitFor({ state: 'detached', timeout: 30000 });
  await closePage(page);
});
