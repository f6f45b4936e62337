// The patients' page from the first look to the slip and back, in a real browser against the real
// server: by finger, by keyboard alone, in English, in the large-type mode, and when things go wrong.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { gzipSync } from 'node:zlib';
import {
  checkAccessible,
  closePage,
  findClinic,
  kDesktop,
  look,
  newPhone,
  newResidentNumber,
  openPage,
  readCode,
  screenshot,
  startBrowser,
  startServer,
  stopBrowser,
  until,
} from './lib.mjs';

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

const kWindow = /\d\d:[03]0–\d\d:[03]0/;
const heading = (page, name) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();

async function signInByApi(page, phone) {
  const headers = { 'Content-Type': 'application/json' };
  assert.equal((await page.request.post('/api/v1/sign-in-codes', { headers, data: { phone } })).status(), 202);
  const data = { provider: 'phone-code', phone, code: await readCode(server.url, phone) };
  assert.equal((await page.request.post('/api/v1/sign-ins', { headers, data })).status(), 201);
}

async function addSelfByApi(page) {
  const data = { name: '李秀兰', relation: 'self', document: { type: 'resident-card', number: newResidentNumber() } };
  const answer = await page.request.post('/api/v1/me/people', { headers: { 'Content-Type': 'application/json' }, data });
  assert.equal(answer.status(), 201, await answer.text());
  return (await answer.json()).id;
}

/// Somebody signed in with themselves in the list, at the confirmation of a free slot.
async function atConfirmation(options) {
  const page = await openPage(browser, server.url, options);
  await signInByApi(page, newPhone());
  const person = await addSelfByApi(page);
  const { department, date, slots } = await findClinic(server.url);
  const slot = slots[slots.length - 1];
  await page.goto(`/#/book/${department.id}/${date}/${slot.id}/${person}`);
  await heading(page, '请核对预约信息');
  const book = page.getByRole('button', { name: '确认预约' });
  await book.waitFor();
  return { page, person, department, date, slot, slots, book };
}

async function signInByHand(page, phone, { shot = '' } = {}) {
  await heading(page, '手机号登录');
  const number = page.getByLabel('手机号码');
  await number.fill('123');
  await page.getByRole('button', { name: '获取验证码' }).click();
  await page.getByText('请输入11位手机号码').waitFor();
  await until(page, () => document.activeElement.name === 'phone' && document.activeElement.matches('[aria-invalid="true"]'));
  if (shot) await look(page, `${shot}-phone-wrong`);
  await number.fill(phone);
  await page.getByRole('button', { name: '获取验证码' }).click();
  const code = page.getByLabel('验证码', { exact: true });
  await code.waitFor();
  assert.equal(await code.getAttribute('autocomplete'), 'one-time-code');
  await page.reload();
  await code.waitFor();
  await code.fill('000000' === (await readCode(server.url, phone)) ? '111111' : '000000');
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.locator('.has-error').waitFor();
  if (shot) await look(page, `${shot}-code-wrong`);
  await code.fill(await readCode(server.url, phone));
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

test('a patient books, changes and cancels on a phone', async () => {
  const page = await openPage(browser, server.url, { hasTouch: true, isMobile: true });
  const { department, date, session } = await findClinic(server.url);
  await page.goto('/');
  await page.locator('.department').first().waitFor();
  await look(page, 'patient-departments');
  await page.locator('.ribbon').waitFor();

  // Found by initials, by pinyin and by name; nothing found says what to do.
  const search = page.getByLabel('搜索科室或症状');
  for (const words of [department.initials, department.pinyin, department.name]) {
    await search.fill(words);
    await page.locator('.department-name', { hasText: department.name }).first().waitFor();
  }
  if (department.keywords.length) {
    await search.fill(`我${department.keywords[0]}`);
    await page.locator('.department-name', { hasText: department.name }).first().waitFor();
  }
  await search.fill('没有这样的科');
  await page.getByText('没有找到').first().waitFor();
  await look(page, 'patient-search-nothing');
  await search.fill(department.name);
  await page.locator('.department', { hasText: department.name }).first().tap();

  // Day, clinic, slot.
  await heading(page, department.name);
  await page.locator(`.day:has(input[value="${date}"])`).tap();
  const head = page.locator(`button[aria-controls="clinic-${session.id}"]`);
  await head.waitFor();
  if ((await head.getAttribute('aria-expanded')) === 'false') await head.tap();
  await look(page, 'patient-slots');
  const slot = page.locator(`#clinic-${session.id} a.slot`).first();
  const window = kWindow.exec(await slot.innerText())[0];
  await slot.tap();

  await signInByHand(page, newPhone(), { shot: 'patient' });

  // Who: the first person, with a wrong check digit noticed at once.
  await heading(page, '为谁预约');
  const number = newResidentNumber();
  const document = page.getByLabel('证件号码');
  await page.getByLabel('姓名').fill('王秀英');
  await document.fill(number.slice(0, 17) + (number[17] === '1' ? '2' : '1'));
  await page.getByText('校验位不符').waitFor();
  await look(page, 'patient-number-wrong');
  await document.fill(number);
  await page.getByText('号码格式正确').waitFor();
  await page.getByRole('button', { name: '保存并继续' }).tap();

  await heading(page, '请核对预约信息');
  await page.getByRole('button', { name: '确认预约' }).waitFor();
  for (const words of [window, '王秀英', department.name]) await page.getByText(words).first().waitFor();
  await page.getByText(/前取消或改约/).first().waitFor();
  await look(page, 'patient-confirm');
  await page.reload();
  await page.getByRole('button', { name: '确认预约' }).tap();

  // The slip.
  await page.getByText('预约成功').waitFor();
  const code = await page.locator('.slip-number').innerText();
  assert.match(code, /^\d{3} \d{3} \d{3}$/);
  assert.equal(await page.locator('.slip-window').innerText(), window);
  await until(page, () => document.querySelector('.slip-qr').naturalWidth > 0);
  await look(page, 'patient-slip');
  const calendar = await page.request.get(await page.getByRole('link', { name: '加入日历' }).getAttribute('href'));
  assert.match(await calendar.text(), /^BEGIN:VCALENDAR/);
  await page.emulateMedia({ media: 'print' });
  await screenshot(page, 'patient-slip-printed');
  assert.ok(!(await page.locator('.header').isVisible()), 'no navigation on paper');
  assert.ok(await page.getByText(code).isVisible());
  await page.emulateMedia({ media: 'screen' });

  // The same again is refused with the reason.
  await page.goBack();
  await page.goto(`/#/departments/${department.id}?date=${date}`);
  await page.locator('.clinic').first().waitFor();
  const link = page.locator('a.slot').first();
  if (!(await link.count())) await page.locator('button.clinic-head').last().tap();
  await link.tap();
  await page.getByText('王秀英').tap();
  await page.getByRole('button', { name: '下一步' }).tap();
  await page.getByRole('button', { name: '确认预约' }).tap();
  await page.getByRole('alert').waitFor();
  await look(page, 'patient-refused');

  // Mine: change, then cancel.
  await page.getByRole('navigation', { name: '主导航' }).getByText('我的预约').tap();
  await page.locator('.appointment').first().waitFor();
  await look(page, 'patient-appointments');
  await page.locator('.appointment', { hasText: window }).first().tap();
  await page.getByRole('link', { name: '改约', exact: true }).tap();
  await page.getByText('正在改约').waitFor();
  await page.locator(`.day:has(input[value="${date}"])`).tap();
  const again = page.locator(`button[aria-controls="clinic-${session.id}"]`);
  await again.waitFor();
  if ((await again.getAttribute('aria-expanded')) === 'false') await again.tap();
  const other = page.locator(`#clinic-${session.id} a.slot`, { hasNotText: window }).last();
  const newWindow = kWindow.exec(await other.innerText())[0];
  await other.tap();
  await heading(page, '改约');
  await page.getByText('新的时间').waitFor();
  await look(page, 'patient-change');
  await page.getByRole('button', { name: '确认改约' }).tap();
  await page.getByText('改约成功').waitFor();
  assert.equal(await page.locator('.slip-window').innerText(), newWindow);
  assert.equal(await page.locator('.slip-number').innerText(), code, 'the code stays');

  await page.getByRole('button', { name: '取消预约' }).tap();
  await page.getByRole('dialog').waitFor();
  await look(page, 'patient-cancel');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: '取消预约' }).tap();
  await page.getByRole('button', { name: '确定取消' }).tap();
  await page.locator('.notice-warning', { hasText: '这个预约已取消' }).waitFor();
  await look(page, 'patient-cancelled');
  await page.goto('/#/appointments');
  await page.getByText('没有待就诊的预约').waitFor();
  await look(page, 'patient-appointments-none');
  await closePage(page);
});

test('people: a child needs oneself first, a newborn needs no document, removing asks first', async () => {
  const page = await openPage(browser, server.url);
  await signInByApi(page, newPhone());
  await page.goto('/#/people');
  await page.getByText('还没有就诊人').waitFor();
  await look(page, 'patient-people-none');
  await page.getByRole('link', { name: '添加就诊人' }).click();
  await heading(page, '添加就诊人');
  await page.getByLabel('子女').check();
  await page.getByLabel('证件类型').selectOption('newborn');
  await page.getByText('先把您本人添加为就诊人').waitFor();
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('请填写姓名').waitFor();
  await look(page, 'patient-newborn-wrong');
  await page.getByLabel('本人').check();
  await page.getByLabel('姓名').fill('李秀兰');
  await page.getByLabel('证件号码').fill(newResidentNumber('19920412'));
  await page.getByRole('button', { name: '保存' }).click();
  await page.locator('.person', { hasText: '李秀兰' }).waitFor();

  await page.getByRole('link', { name: '添加就诊人' }).click();
  await page.getByLabel('子女').check();
  await page.getByLabel('证件类型').selectOption('newborn');
  await page.getByLabel('姓名').fill('李秀兰之子');
  const { today } = await (await fetch(`${server.url}/api/v1/hospital`)).json();
  await page.getByLabel('出生日期').fill(today);
  await page.getByLabel('男').check();
  await page.getByLabel('我是这个孩子的监护人').check();
  await page.getByRole('button', { name: '保存' }).click();
  await page.locator('.person', { hasText: '李秀兰之子' }).waitFor();
  await look(page, 'patient-people');

  await page.getByRole('button', { name: '移除李秀兰之子' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  // The focus stays inside, and goes back when the dialog closes.
  for (let i = 0; i < 6; i += 1) {
    await page.keyboard.press('Tab');
    assert.ok(await dialog.evaluate((e) => e.contains(document.activeElement)));
  }
  await page.keyboard.press('Escape');
  await until(page, () => document.activeElement.getAttribute('aria-label') === '移除李秀兰之子');
  await page.getByRole('button', { name: '移除李秀兰之子' }).click();
  await dialog.getByRole('button', { name: '移除' }).click();
  await until(page, () => document.querySelectorAll('.person').length === 1);
  await page.getByRole('button', { name: '退出登录' }).click();
  await heading(page, '手机号登录');
  await closePage(page);
});

/// Presses Tab until the focused element fits, as somebody without a mouse does.
async function tabTo(page, what, fits, argument) {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    const there = await page.evaluate(`(${fits})(document.activeElement, ${JSON.stringify(argument)})`);
    if (there) {
      const ring = await page.evaluate(() => {
        const e = document.activeElement;
        const label = e.closest('label');
        return [e, label].some((x) => x && getComputedStyle(x).outlineStyle !== 'none');
      });
      assert.ok(ring, `${what} shows that it has the focus`);
      return;
    }
  }
  assert.fail(`Tab never reached ${what}`);
}

const isFocused = (page, name) =>
  until(page, (title) => document.activeElement.tagName === 'H1' && document.activeElement.textContent === title, name);

test('the whole way by keyboard alone', async () => {
  const page = await openPage(browser, server.url, { size: kDesktop });
  const { department, date, session } = await findClinic(server.url);
  await page.goto('/');
  await page.locator('.department').first().waitFor();

  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip-link');
  await page.keyboard.press('Enter');
  await until(page, () => document.activeElement.id === 'main');
  await tabTo(page, 'the search', (e) => e.type === 'search');
  await page.keyboard.type(department.name);
  await page.locator('.department-group').first().waitFor({ state: 'detached' });
  await tabTo(page, 'the department', (e, id) => e.hash === `#/departments/${id}`, department.id);
  await page.keyboard.press('Enter');
  await isFocused(page, department.name);
  assert.match(await page.title(), new RegExp(department.name));

  await tabTo(page, 'the days', (e) => e.type === 'radio');
  for (let i = 0; i < 40 && (await page.evaluate(() => document.activeElement.value)) !== date; i += 1) {
    await page.keyboard.press('ArrowRight');
  }
  assert.equal(await page.evaluate(() => document.activeElement.value), date);
  await page.locator(`#clinic-${session.id}`).waitFor({ state: 'attached' });
  await tabTo(page, 'the clinic', (e, id) => e.getAttribute('aria-controls') === id, `clinic-${session.id}`);
  if ((await page.evaluate(() => document.activeElement.getAttribute('aria-expanded'))) === 'false') {
    await page.keyboard.press('Enter');
  }
  await tabTo(page, 'a slot', (e) => e.classList.contains('slot'));
  await page.keyboard.press('Enter');

  const phone = newPhone();
  await isFocused(page, '手机号登录');
  await tabTo(page, 'the phone', (e) => e.name === 'phone');
  await page.keyboard.type(phone);
  await page.keyboard.press('Enter');
  await until(page, () => document.activeElement.name === 'code');
  await page.keyboard.type(await readCode(server.url, phone));
  await page.keyboard.press('Enter');

  await isFocused(page, '为谁预约');
  await page.getByLabel('姓名').waitFor();
  await tabTo(page, 'the name', (e) => e.autocomplete === 'name');
  await page.keyboard.type('赵桂芳');
  await tabTo(page, 'the number', (e) => e.getAttribute('autocapitalize') === 'characters');
  await page.keyboard.type(newResidentNumber().toLowerCase());
  await page.keyboard.press('Enter');

  await isFocused(page, '请核对预约信息');
  await page.getByRole('button', { name: '确认预约' }).waitFor();
  await tabTo(page, 'booking', (e) => e.textContent === '确认预约');
  await page.keyboard.press('Enter');
  await isFocused(page, '预约单');
  await page.locator('.slip-number').waitFor();

  await tabTo(page, 'cancelling', (e) => e.textContent === '取消预约');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await tabTo(page, 'the confirmation', (e) => e.textContent === '确定取消');
  await page.keyboard.press('Enter');
  await page.locator('.notice-warning', { hasText: '这个预约已取消' }).waitFor();
  await closePage(page);
});

test('English by a switch, remembered', async () => {
  const page = await openPage(browser, server.url);
  const { department, date } = await findClinic(server.url);
  await page.goto('/');
  await page.locator('.department').first().waitFor();
  await page.getByRole('button', { name: 'English' }).click();
  await heading(page, 'Choose a department');
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  await page.getByRole('heading', { name: 'Internal Medicine' }).waitFor();
  const groups = await page.locator('.department-group h2').allInnerTexts();
  assert.ok(groups.length > 3, groups.join());
  assert.doesNotMatch(groups.join(), /[\u4e00-\u9fff]/, 'the groups have English names');
  assert.match(await page.locator('.footer-words').innerText(), /Main Campus · 18 Renmin Road/);
  await look(page, 'patient-en-departments');
  await page.reload();
  await heading(page, 'Choose a department');
  await page.goto(`/#/departments/${department.id}?date=${date}`);
  await page.locator('button.clinic-head').first().waitFor();
  if (!(await page.locator('a.slot').count())) await page.locator('button.clinic-head').last().click();
  await look(page, 'patient-en-slots');
  await page.locator('a.slot').first().click();
  await heading(page, 'Sign in with your phone');
  await look(page, 'patient-en-sign-in');
  const frame = await page.locator('.nav, .page-title, form, .steps').allInnerTexts();
  assert.doesNotMatch(frame.join(' '), /[\u4e00-\u9fff]|patient\.|common\./);
  await signInByApi(page, newPhone());
  const person = await addSelfByApi(page);
  await page.goto(`/#/people`);
  await page.reload();
  await heading(page, 'People');
  await look(page, 'patient-en-people');
  const { slots } = await findClinic(server.url);
  await page.goto(`/#/book/${department.id}/${date}/${slots[0].id}/${person}`);
  await page.getByRole('button', { name: 'Book this appointment' }).waitFor();
  await look(page, 'patient-en-confirm');
  await page.getByRole('button', { name: 'Book this appointment' }).click();
  await page.getByText('Your appointment is booked').waitFor();
  await look(page, 'patient-en-slip');
  await page.getByRole('button', { name: '中文' }).click();
  await heading(page, '预约单');
  await closePage(page);
});

/// What is too small on the screen: texts by their type, controls by their size.
const tooSmall = ([type, target]) => {
  const seen = (e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== 'hidden';
  const hidden = (e) => e.closest('.visually-hidden, .skip-link, [aria-hidden="true"], option');
  const words = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || hidden(e) || !seen(e)) continue;
    const size = parseFloat(getComputedStyle(e).fontSize);
    if (size < type - 0.01) words.push(`${size}px: ${walker.currentNode.textContent.trim().slice(0, 30)}`);
  }
  const controls = [];
  document.querySelectorAll('a[href], button, input, select, textarea').forEach((e) => {
    const box = ['radio', 'checkbox'].includes(e.type) ? e.closest('label') : e;
    if (hidden(e) || !seen(box)) return;
    const { width, height } = box.getBoundingClientRect();
    if (width < target - 0.5 || height < target - 0.5) controls.push(`${Math.round(width)}×${Math.round(height)}: ${(e.textContent || e.type).trim().slice(0, 30)}`);
  });
  return { words, controls };
};

for (const [name, care, type, target] of [
  ['large type: 24 px text and 60 px targets everywhere', true, 24, 60],
  ['normal type: 48 px targets everywhere', false, 14, 48],
]) {
  test(name, async () => {
    const page = await openPage(browser, server.url, { care });
    const { department, date, slots } = await findClinic(server.url);
    const contrast = care ? { rules: { 'color-contrast-enhanced': { enabled: true } } } : {};
    const check = async (screen) => {
      await look(page, `patient-${care ? 'large' : 'normal'}-${screen}`, contrast);
      assert.deepEqual(await page.evaluate(tooSmall, [type, target]), { words: [], controls: [] }, screen);
    };
    await page.goto('/');
    await page.locator(care ? '.group-head' : '.department').first().waitFor();
    await check('departments');
    if (care) {
      await page.locator('.group-head').first().click();
      await page.locator('.department').first().waitFor();
      await check('departments-open');
    }
    await page.goto(`/#/departments/${department.id}?date=${date}`);
    await page.locator('button.clinic-head').first().waitFor();
    if (!(await page.locator('a.slot').count())) await page.locator('button.clinic-head').last().click();
    await check('slots');
    await page.goto('/#/appointments');
    await heading(page, '手机号登录');
    await check('sign-in');
    await page.getByLabel('手机号码').fill(newPhone());
    await page.getByRole('button', { name: '获取验证码' }).click();
    await page.getByLabel('验证码', { exact: true }).waitFor();
    await check('code');
    await signInByApi(page, newPhone());
    const person = await addSelfByApi(page);
    await page.goto('/#/people/new');
    await page.reload();
    await page.getByLabel('姓名').waitFor();
    await page.getByLabel('证件类型').selectOption('passport');
    await check('new-person');
    await page.goto('/#/people');
    await page.locator('.person').waitFor();
    await check('people');
    await page.goto(`/#/book/${department.id}/${date}/${slots[1].id}`);
    await page.getByRole('button', { name: '下一步' }).waitFor();
    await check('who');
    await page.goto(`/#/book/${department.id}/${date}/${slots[1].id}/${person}`);
    await page.getByRole('button', { name: '确认预约' }).click();
    await page.locator('.slip-number').waitFor();
    await check('slip');
    await page.getByRole('button', { name: '取消预约' }).click();
    await page.getByRole('dialog').waitFor();
    await check('cancel');
    await page.getByRole('button', { name: '不取消' }).click();
    await page.goto('/#/appointments');
    await page.locator('.appointment').waitFor();
    await check('appointments');
    await closePage(page);
  });
}

test('the large-type mode is a switch that is remembered', async () => {
  const page = await openPage(browser, server.url);
  await page.goto('/');
  await page.locator('.department').first().waitFor();
  const button = page.getByRole('button', { name: '长者模式' });
  assert.equal(await button.getAttribute('aria-pressed'), 'false');
  await button.click();
  await page.locator('button[aria-pressed="true"]').waitFor();
  await page.getByText('已打开长者模式').waitFor({ state: 'attached' });
  await page.reload();
  await page.locator('.group-head').first().waitFor();
  assert.ok(await page.evaluate(() => document.documentElement.classList.contains('care')));
  await closePage(page);
});

test('Back goes back, with the search as it was left', async () => {
  const page = await openPage(browser, server.url);
  const { department } = await findClinic(server.url);
  await page.goto('/');
  await page.getByLabel('搜索科室或症状').fill(department.name);
  await page.locator('.department', { hasText: department.name }).first().click();
  await heading(page, department.name);
  await page.goBack();
  await heading(page, '请选择科室');
  assert.equal(await page.getByLabel('搜索科室或症状').inputValue(), department.name);
  await page.goto('/#/nowhere/at/all');
  await heading(page, '没有这个页面');
  await look(page, 'patient-not-found');
  await closePage(page);
});

test('without a network the page says so, and recovers by itself', async () => {
  const page = await openPage(browser, server.url);
  const { department } = await findClinic(server.url);
  await page.goto('/');
  await page.locator('.department').first().waitFor();
  await page.context().setOffline(true);
  await page.getByText('网络已断开').waitFor();
  await page.goto(`/#/departments/${department.id}`);
  await page.getByText('连接不上服务器').waitFor();
  await look(page, 'patient-offline');
  await page.context().setOffline(false);
  await heading(page, department.name);
  await page.locator('.day').first().waitFor();
  await page.getByText('网络已断开').waitFor({ state: 'detached' });
  await closePage(page);
});

test('a failing server is said plainly, with a way to try again', async () => {
  const page = await openPage(browser, server.url);
  let fail = true;
  await page.route('**/api/v1/departments', (route) => {
    if (fail) return route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' });
    return route.continue();
  });
  await page.goto('/');
  await page.getByRole('alert').waitFor();
  await page.getByText('服务暂时不可用').waitFor();
  await look(page, 'patient-server-error');
  fail = false;
  await page.getByRole('button', { name: '重试' }).click();
  await page.locator('.department').first().waitFor();
  await closePage(page);
});

test('waiting is shown, and said', async () => {
  const page = await openPage(browser, server.url);
  let go;
  const held = new Promise((resolve) => {
    go = resolve;
  });
  await page.route('**/api/v1/departments', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/');
  await page.locator('.skeleton-bar').first().waitFor();
  await look(page, 'patient-loading');
  go();
  await page.locator('.department').first().waitFor();
  await closePage(page);
});

test('a slot that is gone meanwhile shows others, which can be taken at once', async () => {
  const { page, slots, date, department, book } = await atConfirmation();
  const alternatives = slots.slice(0, 2).map(({ id, start, end, free }) => ({ slotId: id, date, start, end, free, departmentName: department.name, kindName: '普通' }));
  await page.route('**/api/v1/appointments', (route) =>
    route.fulfill({
      status: 409,
      contentType: 'application/problem+json',
      body: JSON.stringify({ code: 'slot-full', status: 409, title: 'slot-full', detail: '该时段已约满。', alternatives }),
    }),
  );
  await book.click();
  await page.getByText('该时段已约满').waitFor();
  assert.equal(await page.locator('.offer').count(), 2);
  await look(page, 'patient-slot-full');
  await page.unroute('**/api/v1/appointments');
  await page.locator('.offer').first().click();
  await page.locator('.facts', { hasText: `${slots[0].start}–${slots[0].end}` }).waitFor();
  await book.click();
  await page.getByText('预约成功').waitFor();
  await closePage(page);
});

test('an answer lost on the way and pressing again make one appointment', async () => {
  const { page, book } = await atConfirmation();
  const keys = [];
  await page.route('**/api/v1/appointments', async (route) => {
    keys.push(route.request().headers()['idempotency-key']);
    if (keys.length > 1) return route.continue();
    await route.fetch();
    return route.abort();
  });
  await book.click();
  await page.getByText('连接不上服务器').waitFor();
  await book.click();
  await page.getByText('预约成功').waitFor();
  assert.equal(keys.length, 2);
  assert.ok(keys[0]);
  assert.equal(keys[0], keys[1]);
  const list = await (await page.request.get('/api/v1/appointments?state=upcoming')).json();
  assert.equal(list.items.length, 1);
  await closePage(page);
});

test('signed out meanwhile, the page asks to sign in and goes on', async () => {
  const { page, book } = await atConfirmation();
  await page.context().clearCookies();
  await book.click();
  await heading(page, '手机号登录');
  await checkAccessible(page, 'signed out');
  await closePage(page);
});

test('the first page is under 150 kB on the wire', async () => {
  const page = await openPage(browser, server.url);
  const sizes = new Map();
  const waiting = [];
  page.on('response', (response) => {
    waiting.push(
      response.body().then((body) => sizes.set(response.url(), gzipSync(body).length), () => {}),
    );
  });
  await page.goto('/', { waitUntil: 'networkidle' });
  await page.locator('.department').first().waitFor();
  await Promise.all(waiting);
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  assert.ok(sizes.size > 20, 'all parts were seen');
  assert.ok([...sizes.keys()].every((url) => url.startsWith(server.url)), 'nothing comes from elsewhere');
  assert.ok(total < 150 * 1000, `${total} bytes`);
  await closePage(page);
});

test('document numbers and phones are checked while they are typed', async () => {
  const page = await openPage(browser, server.url);
  await page.goto('/');
  const answers = await page.evaluate(async () => {
    const { checkDocument, checkPhone, normaliseNumber } = await import('/shared/identity.js');
    const why = (type, number) => checkDocument(type, number).why || 'ok';
    return {
      good: checkDocument('resident-card', '11010519491231002x'),
      wide: normaliseNumber('1101 0519\uff14\uff19-1231002x'),
      whys: [
        ['resident-card', '11010519491231002'],
        ['resident-card', '1101051949123100AX'],
        ['resident-card', '110105194913310021'],
        ['resident-card', '110105194912310021'],
        ['hk-macau-permit', 'H12345678'],
        ['hk-macau-permit', 'X12345678'],
        ['taiwan-permit', '12345678'],
        ['taiwan-permit', '1234567'],
        ['foreign-resident', 'ABC123456789012'],
        ['passport', 'E12345678'],
        ['passport', 'E12'],
      ].map(([type, number]) => why(type, number)),
      phones: ['13800138000', '+86 138 0013 8000', '12800138000', '+85291234567', '1380013800'].map((phone) => checkPhone(phone)),
    };
  });
  assert.deepEqual(answers.good, { ok: true, birthDate: '1949-12-31', sex: 'female' });
  assert.equal(answers.wide, '11010519491231002X');
  assert.deepEqual(answers.whys, ['length', 'characters', 'birth-date', 'check-digit', 'ok', 'characters', 'ok', 'length', 'ok', 'ok', 'length']);
  assert.deepEqual(answers.phones.map((p) => p.ok), [true, true, false, true, false]);
  assert.equal(answers.phones[1].phone, '13800138000');
  await closePage(page);
});

test('the demo mailbox shows the codes', async () => {
  const page = await openPage(browser, server.url);
  await signInByApi(page, newPhone());
  await page.goto('/demo/mailbox.html');
  await page.locator('.message').first().waitFor();
  await look(page, 'demo-mailbox');
  await closePage(page);
});
