// The front desk by keyboard alone, as it is used all day: find, register, book, refused and led to
// another slot, change, cancel, print, the day's list; looking behind the masks; a session that
// runs out in the middle; and the same screen on a phone, in English and in large type.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { closePage, findClinic, kDesktop, look, newPhone, newResidentNumber, openPage, screenshot, startBrowser, startServer, stopBrowser } from './lib.mjs';
import { kAdmin, kDesk, kPhoneWide, nameMaker, press, pressUntil, signIn } from './staff.mjs';

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

const newName = nameMaker('测');
const onDay = (date) => {
  const day = document.activeElement;
  return !!day && day.dataset.date === date && day.getAttribute('aria-checked') === 'true';
};

async function atDesk(options = {}) {
  const page = await openPage(browser, server.internal, { size: kDesktop, ...options });
  await page.goto('/desk/');
  await signIn(page, kDesk);
  await page.locator('#search').waitFor();
  return page;
}

/// From anywhere: a card is read that nobody knows, and its owner registered. Ends at booking.
async function register(page, { number = newResidentNumber(), name = newName(), phone = newPhone() } = {}) {
  await press(page, 'F2');
  await page.keyboard.type(number);
  await press(page, 'Enter');
  await page.getByText('没有找到').waitFor();
  await press(page, 'Enter');
  await page.locator('[name=name]:focus').waitFor();
  await page.keyboard.type(name);
  await press(page, 'Tab');
  await page.keyboard.type(phone);
  await press(page, 'Enter');
  await page.locator('#department:focus').waitFor();
  return { number, name, phone };
}

/// Department by its initials, then the day; ends on the first free slot.
async function toSlots(page, { department, date }) {
  await page.keyboard.type(department.initials);
  await page.getByRole('option').first().waitFor();
  const wanted = page.getByRole('option', { selected: true }).getByText(department.name, { exact: true });
  for (let i = 0; i < 10 && !(await wanted.count()); i += 1) await press(page, 'ArrowDown');
  await press(page, 'Enter');
  await page.locator('.day:focus').waitFor();
  await pressUntil(page, 'ArrowRight', onDay, date);
  await page.waitForTimeout(150);
  await page.locator('.slot:not([disabled])').first().waitFor();
  await press(page, 'ArrowDown');
  await page.locator('.slot:focus').waitFor();
}

/// Leaves no free place in the slot, as an administrator can.
async function fill({ department, date }, slotId) {
  const page = await openPage(browser, server.internal);
  const headers = { 'Content-Type': 'application/json' };
  const ask = async (method, where, data) => {
    const answer = await page.request.fetch(`/api/v1${where}`, { method, headers, data });
    assert.ok(answer.ok(), `${method} ${where}: ${await answer.text()}`);
    return answer.json();
  };
  await ask('POST', '/sign-ins', { provider: 'password', ...kAdmin });
  const { items } = await ask('GET', `/sessions?date=${date}&departmentId=${department.id}`);
  const slot = items.flatMap((session) => session.slots).find((one) => one.id === slotId);
  await ask('PATCH', `/slots/${slotId}`, { capacity: slot.taken });
  await closePage(page);
}

test('the whole of a patient’s errand by keyboard alone', async () => {
  const page = await openPage(browser, server.internal, { size: kDesktop });
  await page.goto('/desk/');
  await page.locator('[name=account]').waitFor();
  await look(page, 'desk-01-sign-in');
  await page.keyboard.type(kDesk.account);
  await press(page, 'Tab');
  await page.keyboard.type('not-the-password');
  await press(page, 'Enter');
  await page.getByRole('alert').waitFor();
  await page.keyboard.type(kDesk.password);
  await press(page, 'Enter');
  await page.locator('#search:focus').waitFor();
  await look(page, 'desk-02-start');
  await press(page, '?');
  await page.getByRole('dialog', { name: '快捷键' }).waitFor();
  await look(page, 'desk-03-shortcuts');
  await press(page, 'Escape');

  const clinic = await findClinic(server.internal);
  const patient = await register(page);
  assert.match(await page.locator('.patient-name').innerText(), /^测\*.$/, 'the name is masked');
  assert.doesNotMatch(await page.locator('.patient').innerText(), new RegExp(patient.number), 'the number is masked');
  await look(page, 'desk-04-department');
  await toSlots(page, clinic);
  await look(page, 'desk-05-slots');
  await press(page, 'Enter');
  await page.locator('.booked-code strong').waitFor();
  const code = await page.locator('.booked-code strong').innerText();
  assert.match(code, /^\d{3} \d{3} \d{3}$/);
  await look(page, 'desk-06-booked');

  // Enter prints: the slip is what is on the paper, on either paper.
  await press(page, 'Enter');
  await page.locator('.slip').waitFor();
  await pressUntil(page, 'Shift', () => document.querySelector('.slip img').naturalWidth > 0);
  assert.match(await page.locator('.slip').innerText(), /\d\d:\d\d–\d\d:\d\d/);
  await look(page, 'desk-07-slip-80mm');
  await press(page, 'Tab', 'Tab', 'Enter');
  await page.locator('.slip-a5').waitFor();
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.locator('.slip').isVisible());
  for (const other of ['.header', '.counter-side', '#slip-title']) assert.ok(!(await page.locator(other).isVisible()), `${other} is not printed`);
  await screenshot(page, 'desk-08-slip-a5-printed');
  await page.emulateMedia({ media: 'screen' });

  // The same department on the same day again: refused, with the reason and other slots by number.
  await press(page, 'Alt+B');
  await page.locator('#department:focus').waitFor();
  await toSlots(page, clinic);
  await press(page, 'Enter');
  await page.getByRole('alert').getByText(clinic.department.name).or(page.getByRole('alert').getByText('已')).first().waitFor();
  await look(page, 'desk-09-refused');

  // A slot that fills up while it is looked at: the sentence, and other slots by their number.
  const elsewhere = await findClinic(server.internal, { notDepartment: clinic.department.id });
  await press(page, 'Alt+B');
  await page.locator('#department:focus').waitFor();
  await toSlots(page, elsewhere);
  // At another time than the appointment that is there already: full is what it shall be refused for.
  await press(page, 'ArrowRight', 'ArrowRight');
  const slot = await page.evaluate(() => document.activeElement.dataset.slot);
  await fill(elsewhere, slot);
  await press(page, 'Enter');
  await page.locator('.offer').first().waitFor();
  await look(page, 'desk-09-full');
  assert.ok((await page.locator('.offers').first().locator('.offer').count()) <= 5, 'at most five near ones');
  // Other clinicians and campuses follow, with the next numbers.
  await page.getByText('其他医生、其他院区').waitFor();
  await look(page, 'desk-09-wider');
  const numbers = await page.locator('.offer .key').allInnerTexts();
  assert.deepEqual(numbers, numbers.map((_, i) => String(i + 1)));
  assert.ok(numbers.length <= 9);
  const [taken] = (await page.locator('.offer').last().innerText()).match(/\d\d:\d\d/);
  await press(page, numbers[numbers.length - 1]);
  await page.locator('.booked-code strong').waitFor();
  assert.notEqual(await page.locator('.booked-code strong').innerText(), code);

  // The day's list shows the patient.
  await press(page, 'Alt+L');
  await page.locator('.lists input[type=date]').fill(clinic.date);
  await page.getByRole('cell', { name: code }).waitFor();
  await look(page, 'desk-10-list');
  await press(page, 'Escape');

  // Change: the arrow keys find the button, the slots open on the same department.
  await press(page, 'F2');
  await page.keyboard.type(code);
  await press(page, 'Enter');
  await page.locator('.row-button:focus').first().waitFor();
  await look(page, 'desk-11-appointments');
  await pressUntil(page, 'ArrowRight', () => document.activeElement.textContent === '改约');
  await press(page, 'Enter');
  await page.locator('.day:focus').waitFor();
  await pressUntil(page, 'ArrowRight', onDay, clinic.date);
  await page.locator('.slot:not([disabled])').nth(1).waitFor();
  await press(page, 'ArrowDown', 'ArrowRight');
  await pressUntil(page, 'ArrowRight', (time) => !document.activeElement.textContent.includes(time), taken);
  await look(page, 'desk-12-change');
  await press(page, 'Enter');
  await page.getByRole('heading', { name: '改约成功' }).waitFor();
  await look(page, 'desk-13-changed');

  // Cancel, with a reason.
  await press(page, 'Alt+A');
  await page.locator('.row-button:focus').waitFor();
  await pressUntil(page, 'ArrowRight', () => document.activeElement.textContent === '取消');
  await press(page, 'Enter');
  await page.getByRole('dialog', { name: '取消预约' }).waitFor();
  await page.keyboard.type('患者不来了');
  await look(page, 'desk-14-cancel');
  await press(page, 'Enter');
  await page.locator('.appointment').getByText('已取消').waitFor();
  await closePage(page);
});

test('what is typed decides how a patient is found', async () => {
  const page = await atDesk();
  const patient = await register(page);
  const shown = await page.locator('.patient-name').innerText();
  for (const text of [patient.number, patient.phone, patient.name]) {
    await press(page, 'F2');
    await page.keyboard.type(text);
    await press(page, 'Enter');
    // One hit opens by itself; several stand in a list for the arrow keys.
    for (;;) {
      if (!(await page.locator('#search').inputValue())) break;
      if (await page.locator('.found-one:visible').count()) {
        await look(page, 'desk-15-found');
        await press(page, 'Enter');
      }
      await page.waitForTimeout(50);
    }
    await page.locator('.patient-name', { hasText: shown }).waitFor();
  }
  await press(page, 'Escape');
  await page.locator('#search:focus').waitFor();
  await closePage(page);
});

test('behind the masks only with a reason; details, numbers and needs are kept up to date', async () => {
  const page = await atDesk();
  const patient = await register(page);
  await press(page, 'Alt+R');
  await page.getByRole('dialog', { name: '查看完整信息' }).waitFor();
  await look(page, 'desk-16-reveal');
  await page.keyboard.type('当面核对身份');
  await press(page, 'Enter');
  await page.getByText(patient.number).waitFor();
  await page.getByText(patient.name, { exact: true }).waitFor();
  await press(page, 'Escape');
  await page.getByText(patient.number).waitFor({ state: 'detached' });

  await press(page, 'Alt+U');
  const phone = newPhone();
  await page.keyboard.type(phone);
  await page.getByLabel('轮椅').check();
  await look(page, 'desk-17-edit');
  await page.getByLabel('手机').press('Enter');
  await page.locator('.patient .need', { hasText: '轮椅' }).waitFor();
  await page.locator('.patient').getByText(`${phone.slice(0, 3)}****${phone.slice(-4)}`).waitFor();

  await press(page, 'Alt+I');
  await page.keyboard.type(`K${phone}`);
  await press(page, 'Enter');
  await page.locator('.dialog .rows').getByText('就诊卡').waitFor();
  await look(page, 'desk-18-identifiers');
  await press(page, 'Escape');
  await closePage(page);
});

test('two records of one person are seen, compared and merged with a trace', async () => {
  const page = await atDesk();
  const one = await register(page);
  await register(page, { name: one.name, phone: one.phone, number: newResidentNumber('19560412') });
  await page.locator('.patient .notice').waitFor();
  await press(page, 'Alt+K');
  await page.getByRole('dialog', { name: '核对重复档案' }).waitFor();
  await page.keyboard.type('已核对两份证件');
  await press(page, 'Enter');
  await page.getByText('合并后不能拆开').waitFor();
  await look(page, 'desk-19-merge');
  await page.keyboard.press('Enter');
  await page.locator('.dialog').waitFor({ state: 'detached' });
  await page.locator('.patient .notice').waitFor({ state: 'detached' });
  await closePage(page);
});

test('a number is checked while it is typed, and nothing typed is lost to a slip of the finger', async () => {
  const page = await atDesk();
  await press(page, 'Alt+N');
  await page.locator('[name=number]:focus').waitFor();
  await page.keyboard.type('110105194912310021');
  await page.getByText('校验位不符').waitFor();
  await look(page, 'desk-20-check-digit');
  for (let i = 0; i < 18; i += 1) await press(page, 'Backspace');
  const number = newResidentNumber('19900307', false);
  await page.keyboard.type(number);
  await page.getByText('1990-03-07 · 男').waitFor();
  await press(page, 'Escape');
  await page.getByText('再按一次 Esc').waitFor();
  assert.equal(await page.locator('[name=number]').inputValue(), number);
  await look(page, 'desk-21-register');
  await press(page, 'Escape');
  await page.locator('[name=number]').waitFor({ state: 'detached' });
  await closePage(page);
});

test('quotas are in sight, and an extra number is given with a reason', async () => {
  const clinic = await findClinic(server.internal);
  const admin = await openPage(browser, server.internal);
  const headers = { 'Content-Type': 'application/json' };
  assert.equal((await admin.request.post('/api/v1/sign-ins', { headers, data: { provider: 'password', ...kAdmin } })).status(), 201);
  const data = { quotas: [{ pool: 'desk', size: 1 }, { pool: 'partner', size: 2 }] };
  assert.equal((await admin.request.patch(`/api/v1/sessions/${clinic.session.id}/quotas`, { headers, data })).status(), 200);
  await closePage(admin);

  const page = await atDesk();
  await register(page);
  await toSlots(page, clinic);
  const session = page.locator('.session', { has: page.locator(`[data-row="${clinic.session.id}"]`) });
  await session.getByText(/配额 窗口 \d+\/1 · 医联体 0\/2 · 其余/).waitFor();
  await session.getByRole('button', { name: '加号' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('时段').waitFor();
  await look(page, 'desk-24-extra-number');
  await dialog.getByRole('button', { name: '医生同意加号' }).click();
  await dialog.getByRole('button', { name: '加号' }).last().click();
  await page.locator('.booked-code strong').waitFor();
  await closePage(page);
});

test('a session that runs out asks for the password over the page and goes on', async () => {
  const page = await atDesk();
  await press(page, 'Alt+N');
  await page.keyboard.type(newResidentNumber());
  await page.locator('[name=name]').fill(newName());
  await page.locator('[name=phone]').fill(newPhone());
  await page.context().clearCookies();
  await page.locator('[name=phone]').press('Enter');
  await page.getByRole('dialog', { name: '登录已过期' }).waitFor();
  await look(page, 'desk-22-expired');
  assert.equal(await page.locator('.expired [name=account]').inputValue(), kDesk.account);
  await page.locator('.expired [name=password]').fill(kDesk.password);
  await page.locator('.expired [name=password]').press('Enter');
  await page.locator('#department:focus').waitFor();
  await closePage(page);
});

for (const [name, options] of [
  ['phone', { size: kPhoneWide }],
  ['english', { language: 'en' }],
  ['large', { care: true }],
  ['narrow', { size: { width: 1024, height: 768 } }],
]) {
  test(`the desk holds together: ${name}`, async () => {
    const page = await openPage(browser, server.internal, { size: kDesktop, ...options });
    await page.goto('/desk/');
    await page.locator('[name=account]').waitFor();
    await look(page, `desk-${name}-1-sign-in`);
    await signIn(page, kDesk);
    await page.locator('#search').waitFor();
    await look(page, `desk-${name}-2-start`);
    await press(page, 'Alt+N');
    await page.keyboard.type(newResidentNumber());
    await page.locator('[name=name]').fill(newName());
    await page.locator('[name=phone]').fill(newPhone());
    await look(page, `desk-${name}-3-register`);
    await page.locator('[name=phone]').press('Enter');
    await page.locator('#department:focus').waitFor();
    const clinic = await findClinic(server.internal);
    await toSlots(page, clinic);
    await look(page, `desk-${name}-4-slots`);
    await press(page, 'Enter');
    await page.locator('.booked-code').waitFor();
    await look(page, `desk-${name}-5-booked`);
    await press(page, 'Alt+L');
    await page.locator('.counts').waitFor();
    await look(page, `desk-${name}-6-list`);
    await closePage(page);
  });
}
