// Arriving at the desk, step by step, in time and too late; and what patients see of it.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { closePage, findClinic, kDesktop, look, newPhone, newResidentNumber, openPage, readCode, startBrowser, startServer, stopBrowser } from './lib.mjs';
import { ask, kAdmin, kDesk, signIn } from './staff.mjs';

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

const kTwoSteps = {
  arrival: { collect: { opensMinutesBefore: 60, closesMinutesBefore: 0 }, checkIn: { opensMinutesBefore: 60, closesMinutesBefore: 0 }, late: 'void', online: true },
  exemptChannels: ['desk', 'web', 'kiosk', 'clinician'],
};

test('the desk takes numbers and checks in; who is too late is taken in with a reason', async () => {
  const page = await openPage(browser, server.internal, { size: kDesktop });
  const { slots } = await findClinic(server.internal);
  const slot = slots.find((one) => one.free >= 2);
  await ask(page, 'POST', '/sign-ins', { provider: 'password', ...kDesk });
  const phones = [newPhone(), newPhone()];
  const booked = [];
  for (const [n, phone] of phones.entries()) {
    const person = await ask(page, 'POST', '/patients', { name: `测到诊${'甲乙'[n]}`, documents: [{ type: 'resident-card', number: newResidentNumber() }], phone });
    booked.push(await ask(page, 'POST', '/appointments', { slotId: slot.id, personId: person.id }));
  }
  await ask(page, 'POST', '/sign-ins', { provider: 'password', ...kAdmin });
  await ask(page, 'POST', '/policies', { document: kTwoSteps, note: 'two steps' });
  const { startsAt } = booked[0].slot;
  const turn = (minutes) => ask(page, 'POST', '/demo/clock', { now: new Date(Date.parse(startsAt) + minutes * 60_000).toISOString() });
  await turn(-30);

  // Staff are signed out by the time that passes.
  async function open(phone) {
    await page.context().clearCookies();
    await page.goto('/desk/');
    await page.reload();
    await signIn(page, kDesk);
    await page.locator('#search').waitFor();
    await page.locator('#search').fill(phone);
    await page.keyboard.press('Enter');
    await page.locator('.patient-name').waitFor();
    await page.keyboard.press('Alt+A');
    await page.locator('.appointment').waitFor();
  }
  await open(phones[0]);
  const row = page.locator('.appointment').first();
  await row.getByRole('button', { name: /^取号/ }).waitFor();
  await look(page, 'arrival-01-to-collect');
  await row.getByRole('button', { name: /^取号/ }).click();
  await row.getByText(/已取号，按时/).waitFor();
  await row.getByRole('button', { name: /^报到/ }).click();
  await row.getByText(/已报到，按时/).waitFor();
  assert.equal(await row.getByRole('button', { name: /^(取号|报到)/ }).count(), 0);
  await look(page, 'arrival-02-arrived');

  // The other one comes after the slot has begun: their number is lost.
  await turn(10);
  await open(phones[1]);
  await row.getByRole('button', { name: /^取号/ }).click();
  const dialog = page.getByRole('dialog', { name: '取号' });
  await dialog.getByText(/这个号已作废/).waitFor();
  await dialog.getByText('最近的其他时段').waitFor();
  await look(page, 'arrival-03-lost');
  await dialog.getByRole('button', { name: '路上耽误，医生同意收诊' }).click();
  await dialog.getByRole('button', { name: /写明原因，收诊/ }).click();
  await row.getByText(/已取号，过时收诊/).waitFor();
  await row.getByRole('button', { name: /^报到/ }).click();
  await row.getByText(/已报到，过时收诊/).waitFor();
  await look(page, 'arrival-04-taken-in');
  await closePage(page);
});

test('a patient sees when to come, and takes the number on the phone where the rules let them', async () => {
  const phone = newPhone();
  const page = await openPage(browser, server.url);
  await ask(page, 'POST', '/sign-in-codes', { phone });
  await ask(page, 'POST', '/sign-ins', { provider: 'phone-code', phone, code: await readCode(server.url, phone) });
  const self = await ask(page, 'POST', '/me/people', { name: '测手机', document: { type: 'resident-card', number: newResidentNumber() }, relation: 'self' });
  const { slots } = await findClinic(server.url);
  const mine = await ask(page, 'POST', '/appointments', { slotId: slots[0].id, personId: self.id });
  await page.goto(`/#/appointments/${mine.id}`);
  await page.getByRole('heading', { name: '到院以后' }).waitFor();
  await page.getByText(/^取号时间：/).waitFor();
  assert.equal(await page.getByRole('button', { name: '取号' }).count(), 0, 'not before its time');
  await look(page, 'arrival-05-patient-before');
  const staff = await openPage(browser, server.internal);
  await ask(staff, 'POST', '/demo/clock', { now: new Date(Date.parse(mine.slot.startsAt) - 20 * 60_000).toISOString() });
  await closePage(staff);
  await page.reload();
  await page.getByRole('button', { name: '取号' }).click();
  await page.locator('strong', { hasText: '已取号，按时' }).waitFor();
  await page.getByRole('button', { name: '报到' }).click();
  await page.locator('strong', { hasText: '已报到，按时' }).waitFor();
  await look(page, 'arrival-06-patient-arrived');
  await closePage(page);
});
