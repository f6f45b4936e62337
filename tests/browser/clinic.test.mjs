// The clinic's page: one room calls its patients, with one hand on the keyboard.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { morning } from './clinic_mornings.mjs';
import { closePage, kDesktop, kPhone, look, openPage, startBrowser, startServer, stopBrowser } from './lib.mjs';
import { ask } from './staff.mjs';

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

async function toRoom(page, { department, session }) {
  await page.goto('/clinic/');
  await page.locator('[name=department]').selectOption({ label: department.name });
  await page.locator('.clinic-sessions .button').first().waitFor();
  const index = await page.evaluate(async ([date, id, wanted]) => {
    const answer = await fetch(`/api/v1/sessions?date=${date}&departmentId=${id}`);
    const { items } = await answer.json();
    return items.filter((one) => one.state !== 'stopped' && one.state !== 'withdrawn').findIndex((one) => one.id === wanted);
  }, [session.date, department.id, session.id]);
  await page.locator('.clinic-sessions .button').nth(index).click();
  await page.locator('.row .button').first().waitFor();
}
const called = (page, name) => page.locator('.calling-now').getByText(name).waitFor();
const firstLetter = (name) => `${name[0]}*`;

test('call, call again, begin, to examinations, next, back: with single keys', async () => {
  const page = await openPage(browser, server.internal, { size: kDesktop });
  const place = await morning(page, 3);
  await toRoom(page, place);
  await look(page, 'clinic-01-choose');
  await page.locator('.row .button').first().click();
  await page.getByText('候诊 3 人').waitFor();
  await look(page, 'clinic-02-waiting');
  await page.keyboard.press('n');
  await called(page, firstLetter('赵一'));
  await page.keyboard.press('r');
  await page.getByText('（第 2 次）').waitFor();
  await look(page, 'clinic-03-called');
  await page.keyboard.press('s');
  await page.locator('.calling-state', { hasText: '就诊中' }).waitFor();
  await page.keyboard.press('e');
  await page.getByText('过号或检查中 1 人').waitFor();
  await page.keyboard.press('n');
  await called(page, firstLetter('钱二'));
  await page.keyboard.press('s');
  await page.locator('.calling-state', { hasText: '就诊中' }).waitFor();
  await page.getByRole('button', { name: '已回来' }).click();
  await page.getByText('每 2 位初诊后安排一位').waitFor();
  await look(page, 'clinic-04-back');
  await page.keyboard.press('n');
  await called(page, firstLetter('赵一'));
  const seen = await ask(page, 'GET', `/appointments/${place.booked[1].id}`);
  assert.equal(seen.state, 'fulfilled');
  await closePage(page);
});

test('out of turn only with a reason, which is kept', async () => {
  const page = await openPage(browser, server.internal, { size: kDesktop });
  const place = await morning(page, 3);
  await toRoom(page, place);
  await page.locator('.row .button').first().click();
  await page.getByText('候诊 3 人').waitFor();
  await page.getByRole('button', { name: '呼叫这一位' }).last().click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('input:focus').waitFor();
  await look(page, 'clinic-05-out-of-turn');
  await page.keyboard.type('病情加重');
  await page.keyboard.press('Enter');
  await called(page, firstLetter('孙三'));
  await dialog.waitFor({ state: 'detached' });
  await closePage(page);
});

for (const [name, options] of [
  ['english', { size: kDesktop, language: 'en' }],
  ['large', { size: kDesktop, care: true }],
  ['phone', { size: kPhone }],
]) {
  test(`the clinic's page holds together: ${name}`, async () => {
    const page = await openPage(browser, server.internal, options);
    const place = await morning(page, 2);
    await page.goto('/clinic/');
    await page.locator('[name=department]').selectOption({ value: place.department.id });
    await page.locator('.clinic-sessions .button').first().waitFor();
    await look(page, `clinic-10-${name}-choose`);
    await page.locator('.clinic-sessions .button').first().click();
    await page.locator('.row .button').first().waitFor();
    await page.locator('.row .button').first().click();
    await page.locator('.calling-now').waitFor();
    await look(page, `clinic-11-${name}-board`);
    await closePage(page);
  });
}

test('two rooms of one session: each calls another patient, and sees at once what the other does', async () => {
  const first = await openPage(browser, server.internal, { size: kDesktop });
  const place = await morning(first, 3);
  const second = await first.context().newPage();
  for (const [at, page] of [first, second].entries()) {
    await toRoom(page, place);
    await page.locator('.row .button').nth(at).click();
    await page.getByText('候诊 3 人').waitFor();
  }
  await first.keyboard.press('n');
  await called(first, firstLetter('赵一'));
  await second.getByText('候诊 2 人').waitFor({ timeout: 2500 });
  await second.keyboard.press('n');
  await called(second, firstLetter('钱二'));
  await first.getByText('候诊 1 人').waitFor({ timeout: 2500 });
  assert.match(await first.locator('.calling-main').innerText(), /已呼叫[\s\S]*已呼叫/, 'the other room’s patient is named with the room');
  await closePage(first);
});
