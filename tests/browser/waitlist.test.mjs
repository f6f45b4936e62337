// 候补 in the browser: a full clinic invites to wait, one's place is shown, an offer is taken or let
// go; and at the desk an extra number.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { closePage, findClinic, look, newPhone, newResidentNumber, openPage, readCode, startBrowser, startServer, stopBrowser } from './lib.mjs';

let server;
let browser;
let full;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
  full = await makeFull();
});
after(async () => {
  await stopBrowser(browser);
  if (server) await server.stop();
});

const headers = { 'Content-Type': 'application/json' };
const post = (page, path, data) => page.request.post(`/api/v1${path}`, { headers, data });

async function signedIn(options) {
  const page = await openPage(browser, server.url, options);
  const phone = newPhone();
  assert.equal((await post(page, '/sign-in-codes', { phone })).status(), 202);
  assert.equal((await post(page, '/sign-ins', { provider: 'phone-code', phone, code: await readCode(server.url, phone) })).status(), 201);
  const person = await post(page, '/me/people', { name: '李秀兰', relation: 'self', document: { type: 'resident-card', number: newResidentNumber() } });
  assert.equal(person.status(), 201, await person.text());
  return Object.assign(page, { person: (await person.json()).id });
}

/** A clinic with one place, and somebody who has it. */
async function makeFull() {
  const { department, date, session } = await findClinic(server.url);
  const admin = await openPage(browser, server.internal);
  assert.equal((await post(admin, '/sign-ins', { provider: 'password', account: 'admin', password: 'Demo-admin-2026' })).status(), 201);
  const { items } = await (await admin.request.get(`/api/v1/sessions?date=${date}&departmentId=${department.id}`)).json();
  const here = items.find((one) => one.id === session.id);
  const slot = here.slots.find((one) => one.taken === 0);
  for (const one of here.slots) {
    const answer = await admin.request.patch(`/api/v1/slots/${one.id}`, { headers, data: { capacity: one.id === slot.id ? 1 : one.taken } });
    assert.equal(answer.status(), 200, await answer.text());
  }
  await closePage(admin);
  const holder = await signedIn();
  const booked = await post(holder, '/appointments', { slotId: slot.id, personId: holder.person });
  assert.equal(booked.status(), 201, await booked.text());
  const { id } = await booked.json();
  return {
    department,
    date,
    session: here,
    slot,
    giveBack: async () => {
      assert.equal((await post(holder, `/appointments/${id}/cancellation`, {})).status(), 200);
      await closePage(holder);
    },
  };
}

const heading = (page, name) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();

async function join(page) {
  await page.goto(`/#/departments/${full.department.id}?date=${full.date}&session=${full.session.id}`);
  await page.getByRole('link', { name: '加入候补' }).waitFor();
}

test('a full clinic: waiting, being offered the place, taking it', async () => {
  const page = await signedIn({ hasTouch: true, isMobile: true });
  await join(page);
  await page.getByText('现在还没有人候补').waitFor();
  await look(page, 'patient-clinic-full');
  await page.getByRole('link', { name: '加入候补' }).click();
  await heading(page, '候补');
  await page.getByLabel('李秀兰').waitFor();
  await look(page, 'patient-wait');
  await page.getByRole('button', { name: '加入候补' }).click();
  await heading(page, '我的预约');
  await page.getByText('排在第 1 位', { exact: true }).waitFor();
  await look(page, 'patient-waiting');

  const second = await signedIn({ language: 'en' });
  await second.goto(`/#/wait/${full.department.id}/${full.date}/${full.session.id}`);
  await second.getByRole('button', { name: 'Join the waiting list' }).click();
  await second.getByText('Number 2 in line', { exact: true }).waitFor();
  await look(second, 'patient-waiting-en');

  await full.giveBack();
  await page.reload();
  await page.getByText('有号了，已为您保留').waitFor();
  await look(page, 'patient-offered');
  // Letting it go asks first; the next has it then.
  await page.getByRole('button', { name: '不要了' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '不要了' }).click();
  await page.getByText('有号了，已为您保留').waitFor({ state: 'detached' });
  await second.reload();
  await second.getByText('There is a place, kept for you').waitFor();
  await second.getByRole('button', { name: 'Take it' }).click();
  await second.waitForURL(/#\/appointments\/apt_/);
  await closePage(second);
  await closePage(page);
});

test('leaving the list asks first', async () => {
  const page = await signedIn();
  await join(page);
  await page.getByRole('link', { name: '加入候补' }).click();
  await page.getByRole('button', { name: '加入候补' }).click();
  await page.getByRole('button', { name: '退出候补' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '退出候补' }).click();
  await page.getByRole('heading', { name: '我的候补' }).waitFor({ state: 'detached' });
  await closePage(page);
});
