// What the desk does to records less often: a newborn who has no number yet, a number that is
// somebody else's, a number that is taken away; and the backup that the operator makes by hand.

import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { closePage, kDesktop, look, newPhone, newResidentNumber, openPage, startBrowser, startServer, stopBrowser } from './lib.mjs';
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

async function atDesk() {
  const page = await openPage(browser, server.internal, { size: kDesktop });
  await page.goto('/desk/');
  await signIn(page, kDesk);
  await page.locator('#search').waitFor();
  return page;
}

/// Registered beside the page, and opened in it by the number.
async function opened(page, fields = {}) {
  const person = { name: '陈小兰', phone: newPhone(), documents: [{ type: 'resident-card', number: newResidentNumber('19880412', true) }], ...fields };
  const made = await ask(page, 'POST', '/patients', person);
  await open(page, person.documents[0].number);
  return { ...person, id: made.id };
}
async function open(page, text) {
  await page.keyboard.press('F2');
  await page.locator('#search:focus').waitFor();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await page.locator('.patient-name').waitFor();
}

test('a newborn without a number is registered through the mother, and found by her', async () => {
  const page = await atDesk();
  const mother = await opened(page);
  const { today } = await ask(page, 'GET', '/hospital');
  await page.getByRole('button', { name: '登记其新生儿' }).click();
  await page.getByRole('heading', { name: /的新生儿/ }).waitFor();
  await page.locator('[name=name]:focus').waitFor();
  assert.equal(await page.locator('[name=number]').count(), 0, 'no number is asked for');
  await page.keyboard.type('陈之女');
  // Without the day of birth nothing is sent, and the field says so.
  await page.keyboard.press('Enter');
  await page.locator('[name=birthDate]:focus').waitFor();
  await look(page, 'records-01-newborn');
  await page.locator('[name=birthDate]').fill(today);
  await page.getByLabel('性别').selectOption('female');
  await page.locator('[name=name]').press('Enter');
  await page.locator('#department:focus').waitFor();
  await page.locator('.patient-name').waitFor();
  await look(page, 'records-02-newborn-registered');

  const found = await ask(page, 'GET', `/patients?q=${encodeURIComponent('陈之女')}`);
  assert.equal(found.items.length, 1);
  const child = await ask(page, 'GET', `/patients/${found.items[0].id}`);
  assert.equal(child.birthDate, today);
  assert.equal(child.sex, 'female');
  assert.deepEqual(child.identifiers, []);
  assert.ok(child.guardians.some((one) => one.id === mother.id), JSON.stringify(child.guardians));
  // The mother's phone, as none was given.
  assert.equal(child.phone, `${mother.phone.slice(0, 3)}****${mother.phone.slice(-4)}`);
  await closePage(page);
});

test('somebody too old is no newborn', async () => {
  const page = await atDesk();
  await opened(page);
  await page.getByRole('button', { name: '登记其新生儿' }).click();
  await page.locator('[name=name]:focus').waitFor();
  await page.keyboard.type('陈大郎');
  await page.locator('[name=birthDate]').fill('2020-02-02');
  await page.locator('[name=name]').press('Enter');
  await page.locator('[name=birthDate][aria-invalid=true]').waitFor();
  await look(page, 'records-03-too-old');
  assert.equal(await page.locator('[name=name]').inputValue(), '陈大郎', 'what was typed stays');
  await closePage(page);
});

test('a number is taken away, asked twice, and no longer finds anybody', async () => {
  const page = await atDesk();
  const card = `K${newPhone()}`;
  const person = await opened(page, { documents: [
    { type: 'resident-card', number: newResidentNumber('19770707', true) },
    { type: 'hospital-card', number: card },
  ] });
  await page.keyboard.press('Alt+I');
  const dialog = page.getByRole('dialog', { name: /的证件和卡号/ });
  await dialog.waitFor();
  const rows = dialog.locator('.rows li');
  await rows.nth(1).waitFor();
  assert.equal(await rows.count(), 2);
  const row = rows.filter({ hasText: '就诊卡' });
  // A first press only asks; it can be taken back.
  await row.getByRole('button', { name: /^移除/ }).click();
  await row.getByRole('button', { name: '确认移除' }).waitFor();
  await look(page, 'records-04-remove');
  await row.getByRole('button', { name: '取消' }).click();
  await row.getByRole('button', { name: /^移除/ }).click();
  await row.getByRole('button', { name: '确认移除' }).click();
  await row.waitFor({ state: 'detached' });
  assert.equal(await rows.count(), 1);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  const nobody = await ask(page, 'GET', `/patients?q=${card}`);
  assert.deepEqual(nobody.items, []);
  const still = await ask(page, 'GET', `/patients/${person.id}`);
  assert.deepEqual(still.identifiers.map((one) => one.type), ['resident-card']);
  await closePage(page);
});

test('a number that is somebody else’s is refused with a word, and theirs it stays', async () => {
  const page = await atDesk();
  const card = `K${newPhone()}`;
  const owner = await opened(page, { name: '何仙姑', documents: [
    { type: 'resident-card', number: newResidentNumber('19660606', true) },
    { type: 'hospital-card', number: card },
  ] });
  const other = await opened(page, { name: '蓝采和', documents: [{ type: 'resident-card', number: newResidentNumber('19550505', false) }] });
  await page.locator('.patient-name', { hasText: '蓝' }).waitFor();
  await page.keyboard.press('Alt+I');
  const dialog = page.getByRole('dialog', { name: /的证件和卡号/ });
  await dialog.locator('input:focus').waitFor();
  await page.keyboard.type(card);
  await page.keyboard.press('Enter');
  await dialog.getByText('已经登记过').waitFor();
  await look(page, 'records-05-known');
  assert.equal(await dialog.locator('input').first().inputValue(), card, 'what was typed stays');
  assert.equal(await dialog.locator('.rows li').count(), 1);
  await page.keyboard.press('Escape');
  const found = await ask(page, 'GET', `/patients?q=${card}`);
  assert.deepEqual(found.items.map((one) => one.id), [owner.id]);

  // Registering somebody under a known number leads to the record there is.
  await page.keyboard.press('Alt+N');
  await page.locator('[name=number]:focus').waitFor();
  await page.keyboard.type(other.documents[0].number);
  await page.locator('[name=name]').fill('另一人');
  await page.locator('[name=phone]').fill(newPhone());
  await page.locator('[name=phone]').press('Enter');
  await page.getByRole('button', { name: '打开已有档案' }).click();
  await page.locator('.patient-name', { hasText: '蓝' }).waitFor();
  await closePage(page);
});

test('a backup is made by hand, checked, and lies in its folder', async () => {
  const page = await openPage(browser, server.internal, { size: kDesktop });
  await ask(page, 'POST', '/sign-ins', { provider: 'password', ...kAdmin });
  const name = `operator${Date.now() % 100_000}`;
  const account = await ask(page, 'POST', '/accounts', { name, displayName: '信息科', roles: ['operator', 'administrator'] });
  await ask(page, 'POST', '/sign-ins', { provider: 'password', account: name, password: account.oneTimePassword });
  await ask(page, 'PUT', '/me/password', { current: account.oneTimePassword, new: 'Tea-and-rain-7391' });
  await page.goto('/admin/#/operation');
  await page.getByRole('heading', { name: '备份', exact: true }).waitFor();
  await page.getByRole('button', { name: '现在备份' }).click();
  const made = page.locator('.mono', { hasText: /^yuyue-\d{8}-\d{6}/ });
  await made.waitFor();
  await page.getByText('已检查，可以恢复').waitFor();
  await look(page, 'records-06-backup');
  const file = await made.innerText();
  assert.ok((await readdir(path.join(server.data, 'backups'))).includes(file), file);
  await closePage(page);
});
