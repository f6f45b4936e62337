// Referrals up and down: a partner institution's account and key, the receiving department, reports.

import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { freeDays, freeSlots, must, mustRefuse, newColleague, newName, newPhone, register, residentNumber, startServer } from './lib.mjs';

describe('referrals', () => {
  let server;
  let desk;
  let admin;
  let operator;
  let partner;
  let other;
  let place;
  before(async () => {
    server = await startServer();
    desk = await server.as('desk');
    admin = await server.as('admin');
    operator = await newColleague(server, admin, 'op', ['operator']);
    partner = await newColleague(server, admin, 'partner.one', ['partner']);
    other = await newColleague(server, admin, 'partner.two', ['partner']);
    place = await institution('T01', '测试社区卫生服务中心', partner);
    await institution('T02', '测试镇卫生院', other);
  });
  after(async () => {
    if (!server) return;
    assert.deepEqual(must(await operator.get('/api/v1/checks'), 200).problems, []);
    await server.stop();
  });

  async function institution(code, name, client) {
    const made = must(await admin.post('/api/v1/institutions', { code, name }), 201);
    must(await admin.put(`/api/v1/institutions/${made.id}/users`, { accountIds: [client.account.id], keyIds: [] }), 200);
    return made;
  }
  const newPerson = () => ({ name: newName(), phone: newPhone(), document: { type: 'resident-card', number: residentNumber() } });
  const step = (client, one, name, body = {}) => client.post(`/api/v1/referrals/${one.id}/${name}`, body);
  const messagesTo = async (phone) =>
    must(await server.client('public').get(`/api/v1/demo/messages?phone=${phone}`), 200).items.map((one) => one.text);

  test('an account without an institution refers nobody', async () => {
    const nobodys = await newColleague(server, admin, 'partner.three', ['partner']);
    mustRefuse(await nobodys.get('/api/v1/referrals'), 409, 'no-institution');
    mustRefuse(await nobodys.get('/api/v1/appointments'), 409, 'no-institution');
    mustRefuse(await partner.get('/api/v1/patients?q=x'), 403, 'forbidden');
    mustRefuse(await admin.put(`/api/v1/institutions/${place.id}/users`, { accountIds: [other.account.id], keyIds: [] }), 409, 'acts-for-another');
  });

  test('up: sent, redirected, accepted, booked, reported back', async () => {
    const [day] = await freeDays(partner);
    const elsewhere = must(await partner.get('/api/v1/departments'), 200).items.find((one) => one.id !== day.department);
    const person = newPerson();
    const sent = must(await partner.post('/api/v1/referrals', { departmentId: elsewhere.id, person, reason: '胸痛待查', papers: ['心电图'], urgent: true }), 201);
    assert.equal(sent.state, 'sent');
    assert.equal(sent.institution.id, place.id);
    assert.deepEqual(sent.can, ['withdraw']);
    mustRefuse(await other.get(`/api/v1/referrals/${sent.id}`), 404, 'not-found');
    mustRefuse(await step(partner, sent, 'acceptance'), 409, 'referral-not-yours');
    mustRefuse(await partner.post('/api/v1/referrals', { departmentId: elsewhere.id, person: { ...person, name: '别人' }, reason: '复诊' }), 409, 'document-name-mismatch');

    const inbox = must(await desk.get('/api/v1/referrals?direction=up'), 200).items;
    const urgent = inbox.map((one) => one.urgent);
    assert.deepEqual(urgent, [...urgent].sort((a, b) => b - a), 'urgent ones first');
    const moved = must(await step(desk, sent, 'redirection', { departmentId: day.department, note: '请该科评估' }), 200);
    assert.equal(moved.department.id, day.department);
    mustRefuse(await step(desk, sent, 'redirection', { departmentId: day.department }), 409, 'same-department');
    must(await step(desk, sent, 'acceptance', { note: '请带片子' }), 200);
    const [slot] = await freeSlots(partner, day);
    const booked = must(await step(partner, sent, 'booking', { slotId: slot.id }), 200);
    assert.equal(booked.state, 'booked');
    const appointment = must(await desk.get(`/api/v1/appointments/${booked.appointment.id}`), 200);
    assert.equal(appointment.channel, 'partner');
    mustRefuse(await step(partner, sent, 'booking', { slotId: slot.id }), 409, 'referral-state');
    const reported = must(await step(desk, sent, 'report', { report: '排除急性冠脉综合征，建议随访' }), 200);
    assert.equal(reported.state, 'reported');
    const seen = must(await partner.get(`/api/v1/referrals/${sent.id}`), 200);
    assert.equal(seen.report, '排除急性冠脉综合征，建议随访');
    assert.deepEqual(seen.events.map((one) => one.what), ['sent', 'redirected', 'accepted', 'booked', 'reported']);
    assert.equal(seen.events[2].note, '请带片子');
    const told = await messagesTo(person.phone);
    assert.ok(told.some((text) => text.includes('已接收您的转诊')), String(told));
    assert.ok(told.some((text) => text.includes('预约成功')), String(told));
  });

  test('a refusal needs a reason, which the sender reads', async () => {
    const [day] = await freeDays(partner);
    const sent = must(await partner.post('/api/v1/referrals', { departmentId: day.department, person: newPerson(), reason: '复查' }), 201);
    mustRefuse(await step(desk, sent, 'refusal', { reason: '' }), 422, 'reason-required');
    assert.equal(must(await step(desk, sent, 'refusal', { reason: '可在贵中心随访' }), 200).state, 'refused');
    assert.equal(must(await partner.get(`/api/v1/referrals/${sent.id}`), 200).events.at(-1).note, '可在贵中心随访');
    mustRefuse(await step(partner, sent, 'withdrawal'), 409, 'referral-state');
  });

  test('in their own quota partners book at once; with a key of their own, too', async () => {
    const made = must(await operator.post('/api/v1/api-keys', { name: '社区系统', permissions: ['refer'] }), 201);
    must(await admin.put(`/api/v1/institutions/${place.id}/users`, { accountIds: [partner.account.id], keyIds: [made.id] }), 200);
    const headers = { Authorization: `Bearer ${made.key}` };
    const [day] = await freeDays(desk);
    const [slot] = await freeSlots(desk, day);
    const machine = server.client();
    const body = { departmentId: day.department, person: newPerson(), reason: '高血压复诊', slotId: slot.id };
    const sent = must(await machine.post('/api/v1/referrals', body, { headers }), 201);
    assert.equal(sent.state, 'booked');
    assert.equal(sent.institution.id, place.id);
    mustRefuse(await machine.post('/api/v1/referrals', body, { headers }), 409, 'already-booked');
    const back = must(await step(partner, sent, 'withdrawal', { note: '患者好转' }), 200);
    assert.equal(back.state, 'withdrawn');
    assert.equal(back.appointment.state, 'cancelled');
  });

  test('down: to the institution, which answers and reports', async () => {
    const [day] = await freeDays(desk);
    const person = await register(desk);
    const wanted = { direction: 'down', departmentId: day.department, personId: person.id, reason: '术后康复', papers: ['出院小结'] };
    mustRefuse(await desk.post('/api/v1/referrals', wanted), 422, 'unknown-reference');
    mustRefuse(await partner.post('/api/v1/referrals', { ...wanted, personId: undefined, person: newPerson() }), 409, 'referral-not-yours');
    const sent = must(await desk.post('/api/v1/referrals', { ...wanted, institutionId: place.id }), 201);
    mustRefuse(await step(other, sent, 'acceptance'), 404, 'not-found');
    must(await step(partner, sent, 'acceptance'), 200);
    assert.equal(must(await step(partner, sent, 'report', { report: '康复良好' }), 200).state, 'reported');
    const ended = must(await desk.get(`/api/v1/referrals?state=ended&personId=${person.id}`), 200).items;
    assert.deepEqual(ended.map((one) => one.id), [sent.id]);
  });

  test('a child comes with its guardian', async () => {
    const [day] = await freeDays(partner);
    const guardian = newPerson();
    const child = { name: newName(), phone: guardian.phone, document: { type: 'resident-card', number: residentNumber('2022-03-04') } };
    mustRefuse(await partner.post('/api/v1/referrals', { departmentId: day.department, person: child, reason: '反复发热' }), 422, 'guardian-required');
    must(await partner.post('/api/v1/referrals', { departmentId: day.department, person: { ...child, guardian }, reason: '反复发热' }), 201);
  });
});
