// A morning at the triage desk, by keyboard alone: checking in, moving, assigning, transferring,
// needs, missed ones back, walk-ins, delays, the end.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { closePage, kDesktop, look, newPhone, newResidentNumber, openPage, startBrowser, startServer, stopBrowser, until } from './lib.mjs';
import { ask, kAdmin, kDesk, nameMaker } from './staff.mjs';

const kFull = { width: 1920, height: 1080 };
const kSmall = { width: 1366, height: 768 };
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

const plusDays = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86400000).toISOString().slice(0, 10);
const shifted = (at, minutes) => new Date(Date.parse(at) + minutes * 60000).toISOString();
const signInByApi = (page, who = kDesk) => ask(page, 'POST', '/sign-ins', { provider: 'password', ...who });
const nextName = nameMaker('分');

async function book(page, slot, name = nextName()) {
  const document = { type: 'resident-card', number: newResidentNumber() };
  const person = await ask(page, 'POST', '/patients', { name, documents: [document], phone: newPhone() });
  const made = await ask(page, 'POST', '/appointments', { slotId: slot.id, personId: person.id });
  return { ...made, name, number: document.number, plain: made.code.replace(/ /g, '') };
}

/// An area with at least two sessions of one department in one morning, one of several rooms, and
/// people booked there; the clock stands twenty minutes before it begins.
let ahead = 0;
async function morning(page, people = 4) {
  await signInByApi(page);
  const { today } = await ask(page, 'GET', '/hospital');
  const { items: areas } = await ask(page, 'GET', '/areas');
  for (ahead += 1; ahead < 13; ahead += 1) {
    const { items } = await ask(page, 'GET', `/sessions?date=${plusDays(today, ahead)}`);
    const open = items.filter((one) => one.state === 'open' && one.part === 'morning' && one.rooms.length && !one.quotas.length && !one.remote);
    for (const session of open) {
      const area = areas.find((one) => one.roomIds.includes(session.rooms[0].id));
      const colleague = open.find((one) => one.id !== session.id && one.departmentId === session.departmentId && area && area.roomIds.includes(one.rooms[0].id));
      const free = session.slots.slice(0, 2).every((slot) => slot.capacity - slot.taken >= people);
      if (!area || !colleague || session.rooms.length < 2 || !free) continue;
      const booked = [];
      for (let n = 0; n < people; n += 1) booked.push(await book(page, session.slots[n < 3 ? 0 : 1]));
      await ask(page, 'POST', '/demo/clock', { now: shifted(session.slots[0].startsAt, -20) });
      await signInByApi(page);
      return { area, session, colleague, booked };
    }
  }
  throw new Error('no morning in an area is free enough');
}

async function openDesk(page, { area }) {
  await page.goto('/triage/');
  const choice = page.getByRole('button', { name: area.name, exact: true });
  await choice.waitFor();
  await choice.focus();
  await page.keyboard.press('Enter');
  await page.locator('#search:focus').waitFor();
}
const card = (page, session) => page.locator(`[data-session="${session.id}"]`);
const rows = (page, session, kind = 'tri-line') => card(page, session).locator(`.${kind} .tri-row`);
const numbers = (page, session) => rows(page, session).locator('.tri-number').allInnerTexts();
const type = async (page, text) => {
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
};
/// The outcome of checking in names the patient, and the search waits for the next one.
async function outcome(page, words, { name } = {}) {
  const shown = page.locator('.tri-outcome', { hasText: words });
  await (name ? shown.filter({ hasText: `${name[0]}*${name[2]}` }) : shown).waitFor();
  await page.locator('#search:focus').waitFor();
}
/// The row of a patient in the session's line has the focus, reached by arrows.
async function toRow(page, session, index) {
  await page.keyboard.press('Alt+L');
  await page.locator('.tri-row:focus').waitFor();
  const id = await rows(page, session).nth(index).getAttribute('data-id');
  for (const key of ['ArrowRight', 'ArrowLeft']) {
    for (let n = 0; n < 8; n += 1) {
      const here = await page.evaluate((wanted) => document.activeElement.closest('.tri-session')?.dataset.session === wanted, session.id);
      if (here) break;
      await page.keyboard.press(key);
    }
  }
  await page.keyboard.press('Home');
  for (let n = 0; n < 40; n += 1) {
    if (await page.evaluate((wanted) => document.activeElement.dataset.id === wanted, id)) break;
    await page.keyboard.press('ArrowDown');
  }
  await page.locator(`.tri-row:focus[data-id="${id}"][aria-current]`).waitFor();
  await page.locator('.tri-panel').waitFor();
  return id;
}
async function decide(page, key, reason) {
  await page.keyboard.press(key);
  const dialog = page.getByRole('dialog');
  await dialog.locator('[data-autofocus]:focus').waitFor();
  await page.keyboard.type(reason);
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
}

test('a morning by keyboard alone', async () => {
  const page = await openPage(browser, server.internal, { size: kFull });
  const place = await morning(page, 4);
  const { session, booked } = place;
  await openDesk(page, place);
  await look(page, 'triage-01-begin');

  // A scanner types the code and ends with Enter; a document and a name do, too.
  await type(page, booked[1].plain);
  await outcome(page, '已报到', booked[1]);
  await look(page, 'triage-02-checked-in');
  await type(page, booked[0].number);
  await outcome(page, '前面还有 0 位', booked[0]);
  await type(page, booked[2].name);
  await outcome(page, '前面还有 2 位', booked[2]);
  await type(page, booked[3].plain);
  await outcome(page, '前面还有 3 位', booked[3]);
  const before = await numbers(page, session);
  assert.equal(before.length, 4);
  await type(page, booked[3].plain);
  await page.locator('.tri-choice', { hasText: '候诊中' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('#search:focus').waitFor();

  // Up by one, with a reason.
  const moved = await toRow(page, session, 2);
  await look(page, 'triage-03-selected');
  await decide(page, 'u', '病情加重');
  await until(page, ([id, wanted]) => [...document.querySelectorAll(`[data-session="${id}"] .tri-line .tri-row`)].findIndex((row) => row.dataset.id === wanted) === 1, [session.id, moved]);
  assert.deepEqual(await numbers(page, session), [before[0], before[2], before[1], before[3]]);

  // For one room only.
  await toRow(page, session, 0);
  await page.keyboard.press('a');
  const dialog = page.getByRole('dialog');
  await dialog.locator('[data-autofocus]:focus').waitFor();
  await look(page, 'triage-04-assign');
  await type(page, '要原来的医生');
  await dialog.waitFor({ state: 'detached' });
  await rows(page, session).first().locator('.tri-sign', { hasText: '→' }).waitFor();

  // Needs change how one is called.
  await toRow(page, session, 1);
  await page.keyboard.press('n');
  await dialog.getByRole('checkbox', { name: '听力障碍' }).waitFor();
  await dialog.getByRole('checkbox', { name: '听力障碍' }).focus();
  await page.keyboard.press('Space');
  await look(page, 'triage-05-needs');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await page.locator('.tri-panel .tri-calling', { hasText: '到座位前告知' }).waitFor();

  // Later by their own wish; to a colleague.
  await toRow(page, session, 3);
  await page.keyboard.press('p');
  await dialog.locator('select:focus').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await page.locator('.tri-why', { hasText: '推迟' }).waitFor();
  await toRow(page, session, 3);
  await page.keyboard.press('t');
  await dialog.locator('[data-autofocus]:focus').waitFor();
  await look(page, 'triage-06-transfer');
  await type(page, '等候过长');
  await dialog.waitFor({ state: 'detached' });
  await until(page, (id) => document.querySelectorAll(`[data-session="${id}"] .tri-line .tri-row`).length === 3, session.id);
  await closePage(page);
});

test('called and not there: back by the code; who has not come; warnings; delays', async () => {
  const page = await openPage(browser, server.internal, { size: kSmall });
  const place = await morning(page, 3);
  const { session, booked } = place;
  for (const one of booked.slice(0, 2)) await ask(page, 'POST', `/appointments/${one.id}/arrival`, {});
  const { rooms } = await ask(page, 'GET', `/sessions/${session.id}/line`);
  const called = await ask(page, 'POST', `/sessions/${session.id}/calls`, { roomId: rooms[0].id });
  for (let n = 0; n < 2; n += 1) await ask(page, 'POST', `/tickets/${called.id}/steps`, { step: 'recall' });
  await openDesk(page, place);
  await card(page, session).locator('.tri-room .tri-row', { hasText: '第 3 次呼叫' }).waitFor();
  await ask(page, 'POST', `/tickets/${called.id}/steps`, { step: 'miss' });
  await card(page, session).locator('.tri-part', { hasText: '过号、检查中（1）' }).waitFor();
  await type(page, booked[0].plain);
  await outcome(page, '已回到队列');
  assert.equal(await rows(page, session).count(), 2);

  // Half an hour after the slot began nobody was called: the line says so, in words.
  await ask(page, 'POST', '/demo/clock', { now: shifted(session.slots[0].startsAt, 35) });
  await signInByApi(page);
  await page.reload();
  await page.locator('#search:focus').waitFor();
  await card(page, session).locator('.tri-warnings', { hasText: '应在' }).waitFor();
  await card(page, session).locator('.tri-part', { hasText: '已过时段' }).waitFor();
  await look(page, 'triage-07-behind');

  await toRow(page, session, 0);
  await page.keyboard.press('s');
  const dialog = page.getByRole('dialog');
  await dialog.locator('[data-autofocus]:focus').waitFor();
  await look(page, 'triage-08-session');
  await page.keyboard.press('Enter');
  await dialog.locator('input[data-autofocus]:focus').waitFor();
  await type(page, '抢救患者');
  await dialog.waitFor({ state: 'detached' });
  await card(page, session).locator('.tri-warning', { hasText: '出诊晚约 30 分钟' }).waitFor();

  // The one who has not come, from the list.
  await card(page, session).locator('.tri-expected', { hasText: booked[2].name[0] }).first().focus();
  await page.keyboard.press('i');
  await outcome(page, '已报到');
  await closePage(page);
});

test('somebody without an appointment, new to the hospital; then the end of the clinic', async () => {
  const page = await openPage(browser, server.internal, { size: kSmall });
  const place = await morning(page, 2);
  const { session, booked } = place;
  await ask(page, 'POST', `/appointments/${booked[0].id}/arrival`, {});
  await openDesk(page, place);
  await rows(page, session).first().waitFor();
  const number = newResidentNumber();
  await type(page, number);
  await page.getByText('没有找到').waitFor();
  await page.keyboard.press('Enter');
  await page.locator('[name=name]:focus').waitFor();
  await look(page, 'triage-09-register');
  await page.keyboard.type('分现场');
  await page.keyboard.press('Tab');
  await type(page, newPhone());
  const dialog = page.getByRole('dialog', { name: /现场挂号/ });
  await dialog.locator('select:focus').waitFor();
  await dialog.locator('[name=session]').selectOption(session.id);
  await look(page, 'triage-10-walk-in');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await type(page, '现场加号');
  await dialog.waitFor({ state: 'detached' });
  await outcome(page, '已现场挂号');
  await until(page, (id) => document.querySelectorAll(`[data-session="${id}"] .tri-line .tri-row`).length === 2, session.id);

  await toRow(page, session, 0);
  await page.keyboard.press('s');
  await page.getByRole('button', { name: '结束门诊…' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: '不再接收，开始收尾' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('还有 2 位没有安排').waitFor();
  await look(page, 'triage-11-closing');
  // The keyboard is on the first one's choices; one comes another day, the other goes home.
  await page.locator('.tri-left .button:focus').waitFor();
  await page.locator('.tri-left').getByRole('button', { name: '改约' }).first().focus();
  await page.keyboard.press('Enter');
  const another = page.getByRole('dialog', { name: /改约/ });
  await another.locator('[name=slot]').waitFor();
  await another.locator('[data-autofocus]:focus').waitFor();
  await look(page, 'triage-11-rebook');
  await type(page, '医生临时离开');
  await page.getByText('还有 1 位没有安排').waitFor();
  await page.locator('.tri-left').getByRole('button', { name: '离开' }).first().focus();
  await page.keyboard.press('Enter');
  const leaving = page.getByRole('dialog', { name: /离开/ });
  await leaving.locator('[data-autofocus]:focus').waitFor();
  await type(page, '患者自行离开');
  await page.getByText('都已安排好').waitFor();
  await page.keyboard.press('Escape');
  await closePage(page);
});

test('dragging one before another asks for the reason', async () => {
  const page = await openPage(browser, server.internal, { size: kFull });
  const place = await morning(page, 3);
  const { session, booked } = place;
  for (const one of booked) await ask(page, 'POST', `/appointments/${one.id}/arrival`, {});
  await openDesk(page, place);
  await rows(page, session).nth(2).waitFor();
  await rows(page, session).nth(2).dragTo(rows(page, session).nth(0));
  const dialog = page.getByRole('dialog', { name: /调整/ });
  await dialog.locator('[data-autofocus]:focus').waitFor();
  const last = await rows(page, session).nth(2).getAttribute('data-id');
  await type(page, '病情加重');
  await dialog.waitFor({ state: 'detached' });
  await until(page, ([id, wanted]) => document.querySelector(`[data-session="${id}"] .tri-line .tri-row`).dataset.id === wanted, [session.id, last]);
  await closePage(page);
});

test('out of touch is said plainly, and what was known stays', async () => {
  const page = await openPage(browser, server.internal, { size: kDesktop });
  const place = await morning(page, 2);
  await ask(page, 'POST', `/appointments/${place.booked[0].id}/arrival`, {});
  await openDesk(page, place);
  await rows(page, place.session).first().waitFor();
  await page.getByText('实时', { exact: true }).waitFor();
  await page.context().setOffline(true);
  await page.keyboard.press('Escape');
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await page.locator('.tri-touch.is-lost').waitFor();
  assert.equal(await rows(page, place.session).count(), 1);
  await look(page, 'triage-12-lost');
  await page.context().setOffline(false);
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await page.getByText('实时', { exact: true }).waitFor();
  await closePage(page);
});

for (const [name, options] of [
  ['english', { size: kSmall, language: 'en' }],
  ['large', { size: kSmall, care: true }],
  ['phone', { size: { width: 390, height: 844 } }],
]) {
  test(`the triage desk holds together: ${name}`, async () => {
    const page = await openPage(browser, server.internal, options);
    const place = await morning(page, 2);
    for (const one of place.booked) await ask(page, 'POST', `/appointments/${one.id}/arrival`, {});
    await page.goto('/triage/');
    await page.locator('.tri-areas .button').first().waitFor();
    await look(page, `triage-20-${name}-areas`);
    await page.evaluate((id) => localStorage.setItem('yuyue.triage.area', id), place.area.id);
    await page.reload();
    await rows(page, place.session).nth(1).waitFor();
    await rows(page, place.session).nth(1).click();
    await page.locator('.tri-panel').waitFor();
    await look(page, `triage-21-${name}-board`);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await look(page, `triage-22-${name}-keys`);
    await closePage(page);
  });
}

test('administrators are not let in', async () => {
  const page = await openPage(browser, server.internal, { size: kDesktop });
  await signInByApi(page, kAdmin);
  await page.goto('/triage/');
  await page.getByText('没有这个页面的权限').waitFor();
  await closePage(page);
});
