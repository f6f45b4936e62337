// Examinations: ordered and planned at the desk by keyboard, by the patient on a phone, and in the
// consulting room before the patient leaves it.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { kClinician, kOldScreen, ownMorning } from './clinic_mornings.mjs';
import { closePage, kDesktop, look, newPhone, newResidentNumber, openPage, readCode, startBrowser, startServer, stopBrowser, until } from './lib.mjs';
import { ask, headers, kDesk, kPhoneWide, press, pressUntil, signIn } from './staff.mjs';

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
const number = newResidentNumber('19900412');
const phone = newPhone();
const name = '测安排';

test('at the desk: ordered, planned, taken by one key, changed', async () => {
  const page = await openPage(browser, server.internal, { size: kDesktop });
  await page.goto('/desk/');
  await signIn(page, kDesk);
  await page.locator('#search').waitFor();
  await ask(page, 'POST', '/patients', { name, phone, documents: [{ type: 'resident-card', number }] });
  await press(page, 'F2');
  await page.keyboard.type(number);
  await press(page, 'Enter');
  await page.getByRole('button', { name: /^检查/ }).waitFor();
  await press(page, 'Alt+J');
  const find = page.getByLabel('检查名称、首字母或代码');
  await find.focus();
  for (const code of ['LAB-FBS', 'US-ABD', 'CT-PLN']) {
    await page.keyboard.type(code);
    await page.getByRole('list', { name: '找到的检查' }).waitFor();
    await press(page, 'Enter');
  }
  // Not without saying which part of the body.
  await press(page, 'Enter');
  await page.getByText('请写明部位').waitFor();
  assert.ok(await page.getByLabel('CT平扫：部位').evaluate((one) => one === document.activeElement));
  await page.keyboard.type('胸部');
  await press(page, 'Enter');
  const orders = page.getByRole('list', { name: '检查申请' });
  await orders.getByText('CT平扫').waitFor();
  // Asked once; nobody is pregnant here.
  for (const select of await page.getByRole('form', { name: '检查前的问题' }).locator('select').all()) await select.selectOption('0');
  await page.getByRole('button', { name: '保存回答' }).click();
  // What was done before counts for the rules, and may stand for what is ordered.
  await page.getByRole('button', { name: '登记做过的检查' }).click();
  const form = page.getByRole('dialog', { name: '登记做过的检查' });
  await form.getByLabel('检查项目').selectOption('CT-PLN');
  await form.getByLabel('在哪里做的').selectOption('province');
  const { today } = await ask(page, 'GET', '/hospital');
  await form.getByLabel('哪天做的').fill(plusDays(today, -2));
  await look(page, 'exams-05-past-form');
  await press(page, 'Enter');
  await form.waitFor({ state: 'detached' });
  const past = page.getByRole('list', { name: '做过的检查' });
  await past.getByText(/可以代替这次的 CT平扫/).waitFor();
  await past.getByRole('button', { name: '登记错了' }).click();
  await page.getByRole('dialog').getByLabel('原因').fill('登记了别人的结果');
  await press(page, 'Enter');
  await page.getByText('没有登记做过的检查。').waitFor();
  // Wishes by the keyboard: in the mornings only, and not today.
  const planning = page.getByRole('region', { name: '安排检查' });
  await planning.getByRole('button', { name: '安排检查' }).focus();
  await press(page, 'w', 'ArrowRight');
  await planning.getByLabel('只在这一天').fill(plusDays(today, 1));
  for (const n of [2, 3, 4, 5, 6, 7]) {
    await press(page, 'Enter');
    await planning.getByRole('list', { name: '只在这些日子' }).getByRole('button').nth(n - 2).waitFor();
    await planning.getByLabel('只在这一天').fill(plusDays(today, n));
  }
  await press(page, 'Enter');
  await planning.getByRole('button', { name: '安排检查' }).click();
  await page.locator('.exam-choice').first().waitFor();
  for (const one of await planning.locator('table td strong').allInnerTexts()) assert.ok(one.slice(6) <= '12:00', one);
  await look(page, 'exams-01-choices');
  await press(page, '1', 'Enter');
  const stands = page.getByRole('region', { name: /^已定的安排/ });
  await stands.waitFor();
  await orders.getByText('经过').first().click();
  await orders.getByText(/定下时间/).first().waitFor();
  assert.equal(await stands.getByRole('button', { name: '改时间' }).count(), 3);
  await look(page, 'exams-02-plan');
  await stands.getByRole('button', { name: '不做了' }).last().click();
  await page.getByRole('region', { name: '不做了' }).getByRole('button', { name: '按此更改' }).first().click();
  await until(page, () => [...document.querySelectorAll('button')].filter((one) => one.textContent === '改时间').length === 2);
  await ask(page, 'POST', '/exam-orders', { personId: (await ask(page, 'GET', `/patients?q=${phone}`)).items[0].id, orders: [{ exam: 'ECG-12L' }, { exam: 'US-THY' }] });
  await closePage(page);
});

async function signInAsPatient(page, to, who, document) {
  assert.equal((await page.request.post('/api/v1/sign-in-codes', { headers, data: { phone: to } })).status(), 202);
  const data = { provider: 'phone-code', phone: to, code: await readCode(server.url, to) };
  assert.equal((await page.request.post('/api/v1/sign-ins', { headers, data })).status(), 201);
  await ask(page, 'POST', '/me/people', { name: who, document: { type: 'resident-card', number: document }, relation: 'self' });
}

test('on the phone: one\'s own plan is chosen, with what to do and when', async () => {
  const page = await openPage(browser, server.url);
  await page.goto('/');
  await signInAsPatient(page, phone, name, number);
  await page.goto('/#/appointments');
  await page.reload();
  await page.getByRole('link', { name: '查看和安排检查' }).click();
  await page.getByRole('button', { name: '安排检查' }).click();
  await page.getByRole('button', { name: '定下这个安排' }).first().waitFor();
  await look(page, 'exams-03-phone-choices');
  // Whoever has wishes says them in simple words.
  await page.getByText('我对时间有要求（选填）').click();
  await look(page, 'exams-09-phone-wishes');
  await page.getByRole('button', { name: '定下这个安排' }).first().click();
  const own = page.getByRole('region', { name: /^已定的安排/ });
  await page.getByRole('link', { name: '加入日历' }).first().waitFor();
  await look(page, 'exams-04-phone-plan');

  // Moved, then not prepared after all, then given up: each time shown before anything changes.
  const mine = async () => (await ask(page, 'GET', `/exam-plans?personId=${id}`)).items[0];
  const { id } = (await ask(page, 'GET', '/me/people')).items[0];
  const before = await mine();
  const change = async (what) => {
    await own.filter({ hasText: '心电图' }).getByRole('button', { name: '更改或取消' }).click();
    await own.getByRole('button', { name: new RegExp(`^${what}：.*心电图`) }).click();
  };
  await change('改时间');
  const moving = page.getByRole('region', { name: '改时间' });
  await moving.getByText('时间要求').click();
  await moving.getByText('下午', { exact: true }).click();
  await moving.getByRole('button', { name: '按要求再找' }).click();
  await moving.getByText(/改为 .* (12|13|14|15|16):/).first().waitFor();
  await look(page, 'exams-06-phone-move');
  assert.equal((await mine()).version, before.version);
  await moving.getByRole('button', { name: '确认改时间' }).first().click();
  await moving.waitFor({ state: 'detached' });
  const moved = await mine();
  assert.ok(moved.items.find((one) => one.exam.code === 'ECG-12L').start >= '12:00');
  await change('这项不做了');
  await page.getByRole('region', { name: '这项不做了' }).getByText('其他检查都不变。').waitFor();
  await look(page, 'exams-07-phone-cancel');
  await page.getByRole('button', { name: '不改了，返回' }).click();
  await page.getByRole('button', { name: '整个安排都取消' }).click();
  await look(page, 'exams-08-phone-give-up');
  await page.getByRole('dialog').getByRole('button', { name: '整个安排都取消' }).click();
  await page.getByRole('button', { name: '安排检查' }).waitFor();
  assert.deepEqual((await mine()).items, []);
  assert.ok((await ask(page, 'GET', `/exam-orders?personId=${id}`)).items.some((one) => one.exam.code === 'ECG-12L' && one.state === 'ordered'));
  await closePage(page);
});

test('on the phone: what to know before, one row of preparation, and not prepared after all', async () => {
  const desk = await openPage(browser, server.internal, { size: kDesktop });
  await desk.goto('/desk/');
  await signIn(desk, kDesk);
  await desk.locator('#search').waitFor();
  const own = { phone: newPhone(), number: newResidentNumber('19700412'), name: '测准备' };
  await ask(desk, 'POST', '/patients', { name: own.name, phone: own.phone, documents: [{ type: 'resident-card', number: own.number }] });
  const { id } = (await ask(desk, 'GET', `/patients?q=${own.phone}`)).items[0];
  const { today } = await ask(desk, 'GET', '/hospital');
  const order = (list) => ask(desk, 'POST', '/exam-orders', { personId: id, orders: list.map((exam) => ({ exam })) });
  // One for tomorrow stands already.
  await order(['LAB-CBC']);
  const tomorrow = (await ask(desk, 'POST', '/exam-plans/previews', { personId: id, wishes: { dates: [plusDays(today, 1)] } })).choices[0];
  await ask(desk, 'POST', '/exam-plans', { personId: id, items: tomorrow.items.map(({ orderId, deviceId, date, start }) => ({ orderId, deviceId, date, start })) });
  await order(['UBT-C13', 'US-ABD', 'END-GAS', 'US-THY']);
  await ask(desk, 'POST', '/exam-history', { personId: id, exam: 'US-THY', institution: 'province', number: 'T-1', takenAt: `${plusDays(today, -3)}T09:00:00+08:00` });
  await closePage(desk);

  const page = await openPage(browser, server.url);
  await page.goto('/');
  await signInAsPatient(page, own.phone, own.name, own.number);
  await page.goto('/#/exams');
  await page.reload();
  await page.getByText(/示例省人民医院.*由医生或服务台决定/).waitFor();
  const standing = page.getByRole('region', { name: /^已定的安排/ });
  await standing.getByText('可以正常吃饭、喝水').waitFor();
  const questions = page.getByRole('form', { name: '检查前的问题' });
  for (const group of await questions.getByRole('group').all()) await group.getByText(/抗凝药/.test(await group.innerText()) ? '是' : '否', { exact: true }).click();
  await page.getByRole('button', { name: '保存回答' }).click();
  await page.getByText('抗凝药要不要停，请先问开单医生，不要自行停药').first().waitFor();
  await look(page, 'exams-14-phone-notes');
  // Not proven is said, in one sentence.
  await page.route('**/api/v1/exam-plans/previews', async (route) => {
    const response = await route.fetch();
    const body = await response.json();
    body.choices[0].proven = false;
    await route.fulfill({ response, json: body });
  });
  await page.getByRole('button', { name: '安排检查' }).click();
  const best = page.getByRole('article', { name: '最佳' });
  await best.getByText('没有证明它是最好的').waitFor();
  await best.getByText(/停用抗生素4周，请先问医生（应从 .* 开始，已来不及）/).waitFor();
  await look(page, 'exams-15-phone-late');
  await best.getByRole('button', { name: '定下这个安排' }).click();
  const plan = standing.filter({ hasText: '普通胃镜' });
  await plan.waitFor();
  const lines = await plan.locator('.exam-timeline li').allInnerTexts();
  assert.equal(lines.filter((one) => /晚饭吃素/.test(one)).length, 1, lines.join('\n'));
  assert.ok(lines.some((one) => /20:00\s+晚上吃好最后一餐，夜里 \d\d:\d\d 以后不再进食|\d 前吃完最后一餐/.test(one)), lines.join('\n'));
  assert.equal(await plan.getByText('不要自行停药').count(), 1);
  await plan.locator('.exam-timeline').first().scrollIntoViewIfNeeded();
  await look(page, 'exams-16-phone-timeline');

  const blood = standing.filter({ hasNotText: '普通胃镜' });
  await blood.getByRole('button', { name: '更改或取消' }).click();
  await blood.getByRole('button', { name: /^吃过东西了，或没准备好：血常规/ }).click();
  const again = page.getByRole('region', { name: '吃过东西了，或没准备好' });
  await again.getByText(/改为/).first().waitFor();
  await look(page, 'exams-17-phone-not-prepared');
  await again.getByRole('button', { name: '确认改时间' }).first().click();
  await again.waitFor({ state: 'detached' });
  const kept = (await ask(page, 'GET', `/exam-plans?personId=${id}`)).items.flatMap((one) => one.items).find((one) => one.exam.code === 'LAB-CBC');
  assert.notEqual(`${kept.date} ${kept.start}`, `${tomorrow.items[0].date} ${tomorrow.items[0].start}`);
  await closePage(page);
});

test('on the day: the next stop, an earlier place, and back to the clinician with the results', async () => {
  const page = await openPage(browser, server.url);
  await page.goto('/');
  await signInAsPatient(page, newPhone(), '测当天', newResidentNumber());
  const exam = (name) => ({ id: 'exm_1', code: name, name, nameEn: name, modality: 'US', minutes: 10, preparation: '', preparationEn: '', confirmed: true });
  const device = (name) => ({ id: 'exd_1', name, nameEn: name, place: '医技楼 2 层', placeEn: '', siteId: 'exs_1', campusId: 'cam_1' });
  const stop = { placeId: 'exi_1', exam: exam('腹部超声'), device: device('超声 1'), start: '10:30', walkMinutes: 4, waitMinutes: 12, beginsAt: '2026-11-24T09:10:00+08:00', why: 'shorter', whyText: '现在这里等得最短。', whyTextEn: '', earlier: { deviceId: 'exd_1', device: device('超声 2'), start: '09:30' } };
  const days = [
    { exams: [{ ...stop, state: 'booked' }], at: null, next: [stop] },
    { exams: [{ ...stop, state: 'waiting', number: 'A012', ahead: 2 }], at: 'exi_1', next: [] },
  ];
  const offers = [{ kind: 'line', appointmentId: 'apt_1', date: '2026-11-24', start: '08:00', clinic: '普通', clinicEn: '', practitionerName: '李医生', practitionerNameEn: '' }, { kind: 'slot', slotId: 'slo_1', date: '2026-11-25', start: '14:00', clinic: '普通', clinicEn: '' }];
  const returns = { items: [{ id: 'exv_1', readyAt: '2026-11-24T10:00:00+08:00', orders: [{ orderId: 'exo_1', exam: exam('腹部超声') }], appointment: null, offers }] };
  const sent = [];
  const answer = (route, body) => route.fulfill({ contentType: 'application/json', body: JSON.stringify(body) });
  await page.route('**/api/v1/exam-days?*', (route) => answer(route, days[sent.length ? 1 : 0]));
  const { today } = await ask(page, 'GET', '/hospital');
  const reports = [{ orderId: 'exo_1', exam: exam('腹部超声'), readyAt: `${today}T10:00:00+08:00` }];
  await page.route('**/api/v1/exam-plans?*', (route) => answer(route, { items: [{ id: 'exp_1', version: 2, items: [], timeline: [], reports }] }));
  await page.route('**/api/v1/exam-returns?*', (route) => answer(route, returns));
  await page.route('**/api/v1/exam-places/exi_1/earlier', (route) => {
    sent.push(route.request().postDataJSON());
    return answer(route, days[1]);
  });
  await page.route('**/api/v1/exam-returns/exv_1/visit', (route) => {
    sent.push(route.request().postDataJSON());
    returns.items[0].appointment = { id: 'apt_1', date: '2026-11-24', start: '08:00', department: '心血管内科', departmentEn: '', practitionerName: '李医生', practitionerNameEn: '', rooms: ['3 诊室'] };
    return answer(route, returns.items[0]);
  });
  await page.goto('/#/exams');
  await page.reload();
  await page.getByRole('region', { name: '现在去哪里' }).getByText('步行约 4 分钟').waitFor();
  await look(page, 'exams-13-phone-today');
  await page.getByRole('region', { name: '检查报告' }).getByRole('link', { name: '检查检验报告' }).waitFor();
  await page.getByRole('button', { name: '改到 09:30' }).click();
  await page.getByText('已在排队，A012 号。').waitFor();
  await page.getByRole('button', { name: '今天回到李医生的队里' }).click();
  await page.getByText('心血管内科 · 李医生 · 3 诊室').waitFor();
  assert.deepEqual(sent, [{ deviceId: 'exd_1', start: '09:30' }, { appointmentId: 'apt_1' }]);
  await closePage(page);
});

const within = (page, label) => pressUntil(page, 'Tab', (text) => [...(document.activeElement.labels || [])].some((one) => one.textContent.includes(text)) || document.activeElement.textContent.trim().startsWith(text), label);

test('in the consulting room, by the keyboard alone: ordered, asked, and the plan seen', async () => {
  const page = await openPage(browser, server.internal, { size: kOldScreen });
  const { booked } = await ownMorning(page, 1);
  await page.context().clearCookies();
  await page.goto('/clinic/');
  await signIn(page, kClinician);
  await page.locator('.calling-now, .clinic-choice').first().waitFor();
  if (await page.locator('.clinic-choice').count()) await page.locator('.clinic-sessions li').getByRole('button').first().click();
  await page.getByText('候诊 1 人').waitFor();
  await press(page, 'n');
  await page.locator('.calling-state', { hasText: '已呼叫' }).waitFor();
  await press(page, 's');
  await page.locator('.calling-state', { hasText: '就诊中' }).waitFor();
  await press(page, 'j');
  await page.getByRole('heading', { level: 1, name: /的检查$/ }).waitFor();
  // Singly by code, and a bundle.
  await within(page, '检查名称');
  for (const code of ['END-GAP', 'DXA-BMD', 'US-THY']) {
    await page.keyboard.type(code);
    await page.getByRole('list', { name: '找到的检查' }).waitFor();
    await press(page, 'Enter');
  }
  await within(page, '常用组合');
  await press(page, 'ArrowDown');
  await look(page, 'exams-10-clinic-order');
  await within(page, '开检查');
  await press(page, 'Enter');
  const orders = page.getByRole('list', { name: '检查申请' });
  await orders.getByText(/^系统加开/).first().waitFor();
  // The first question has the focus; nobody asks a man whether he is pregnant, and nobody knows here.
  const questions = page.getByRole('form', { name: '检查前的问题' });
  const count = await questions.locator('select').count();
  for (let n = 0; n < count; n += 1) {
    await until(page, (at) => document.activeElement === document.querySelectorAll('.exam-questions select')[at], n);
    const companion = await page.evaluate(() => document.activeElement.labels[0].textContent.includes('陪同'));
    await press(page, 'ArrowDown');
    if (companion) await press(page, 'ArrowDown');
    await pressUntil(page, 'Tab', (at) => document.activeElement === document.querySelectorAll('.exam-questions select')[at + 1] || document.activeElement.type === 'submit', n);
  }
  await press(page, 'Enter');
  await until(page, () => document.activeElement.closest('.exam-planning') !== null);
  await press(page, 'Enter');
  await page.locator('.exam-choice').first().waitFor();
  await page.getByText('请患者到服务台或在手机上定下安排。').waitFor();
  await page.getByText(/安排会避开已有的门诊预约|按日期和地点/).first().waitFor();
  await press(page, '2');
  await look(page, 'exams-11-clinic-choices');
  await page.setViewportSize(kPhoneWide);
  await look(page, 'exams-12-clinic-choices-phone');
  await page.setViewportSize(kOldScreen);
  await press(page, 'Escape');
  await page.locator('.calling-state', { hasText: '就诊中' }).waitFor();
  assert.ok((await ask(page, 'GET', `/exam-orders?personId=${booked[0].person.id}`)).items.length >= 5);
  await closePage(page);
});
