// Waiting areas and their rooms, their poster, and the screens that stand in them.

import { html, useRef, useState } from '../../shared/preact.js';
import { pick, t } from '../../shared/i18n.js';
import { formatInstant } from '../../shared/dates.js';
import { ConfirmDialog, LinkButton, TextField } from '../../shared/components.js';
import { Intention, post } from '../../staff/api.js';
import { Button, Mark, usePress } from '../../staff/ui.js';

const placeOf = (room, refs) => [room.buildingId ? refs.nameOf('buildings', room.buildingId) : '', room.floor ? t('admin.area.floor', { floor: room.floor }) : ''].filter(Boolean).join(' ') || t('admin.area.no-place');
const byName = (a, b) => a.name.localeCompare(b.name, 'zh', { numeric: true });

/// The campus's rooms by building and floor, in the order of their names: [[place, rooms]]. Where the
/// area's own rooms are stands first.
function floorsOf(campusId, refs, own) {
  const floors = new Map();
  refs.rooms.filter((room) => room.campusId === campusId).forEach((room) => {
    const place = placeOf(room, refs);
    floors.set(place, [...(floors.get(place) || []), room]);
  });
  const isAfar = (rooms) => (rooms.some((room) => own.includes(room.id)) ? 0 : 1);
  return [...floors].map(([place, rooms]) => [place, rooms.sort(byName)]).sort(([a, inA], [b, inB]) => isAfar(inA) - isAfar(inB) || a.localeCompare(b, 'zh', { numeric: true }));
}

/// Chooses an area's rooms: a floor at once or one by one. A room that belongs to another area says
/// so, and comes over from there.
function RoomsOfArea({ form, item, refs, value, onChange, error, disabled }) {
  const [words, setWords] = useState('');
  if (!form.campusId) return html`<p class="hint">${t('admin.area.campus-first')}</p>`;
  const chosen = new Set(value);
  const wanted = words.trim().toLowerCase();
  const set = (rooms, on) => onChange(on ? [...new Set([...value, ...rooms])] : value.filter((one) => !rooms.includes(one)));
  const elsewhere = (room) => (room.areaId && (!item || room.areaId !== item.id) ? refs.nameOf('areas', room.areaId) : '');
  const floors = floorsOf(form.campusId, refs, item ? item.roomIds : [])
    .map(([place, rooms]) => [place, rooms.filter((room) => !wanted || `${place} ${room.name}`.toLowerCase().includes(wanted))])
    .filter(([, rooms]) => rooms.length);
  return html`<fieldset class=${`checks ${error ? 'has-error' : ''}`}>
    <legend>${t('admin.area.rooms', { n: value.length })}</legend>
    <${TextField} label=${t('admin.area.find')} type="search" value=${words} onInput=${setWords} autocomplete="off" />
    <div class="area-floors" role="group" aria-label=${t('admin.area.rooms', { n: value.length })}>
      ${floors.map(([place, rooms]) => {
        const ids = rooms.map((room) => room.id);
        const all = ids.every((id) => chosen.has(id));
        return html`<section key=${place} class="area-floor">
          <div class="bar"><h3>${place}</h3>
            <${Button} kind="quiet" disabled=${disabled} aria-label=${`${place} ${t(all ? 'admin.area.none' : 'admin.area.all')}`} onClick=${() => set(ids, !all)}>${t(all ? 'admin.area.none' : 'admin.area.all')}<//></div>
          <div class="checks-list">
            ${rooms.map(
              (room) => html`<label key=${room.id} class="check">
                <input type="checkbox" checked=${chosen.has(room.id)} disabled=${disabled} onChange=${() => set([room.id], !chosen.has(room.id))} />
                <span>${room.name}${elsewhere(room) ? html` <span class="hint">${t('admin.area.elsewhere', { area: elsewhere(room) })}</span>` : null}</span>
              </label>`,
            )}
          </div>
        </section>`;
      })}
    </div>
    <p class="error">${error || ''}</p>
  </fieldset>`;
}

function AreaActions({ item, onChanged }) {
  const [asking, setAsking] = useState(false);
  const press = usePress();
  const intention = useRef(new Intention());
  const renew = async () => {
    const area = await press.run(() => post(`/areas/${item.id}/posted-code`, {}, { intention: intention.current }));
    if (!area) return;
    setAsking(false);
    onChanged(area, false);
  };
  return html`<section class="stack" aria-labelledby="poster-title">
    <h3 id="poster-title">${t('admin.poster.section')}</h3>
    <p class="hint">${t('admin.poster.hint')}</p>
    <div class="row">
      <${LinkButton} href=${`poster.html#${item.id}`} target="_blank">${t('admin.poster.open')}<//>
      <${Button} onClick=${() => setAsking(true)}>${t('admin.poster.renew')}<//>
    </div>
    ${asking
      ? html`<${ConfirmDialog} title=${t('admin.poster.renew')} confirmLabel=${t('admin.poster.renew')} danger busy=${press.busy} problem=${press.problem} onConfirm=${renew} onClose=${() => setAsking(false)}>
          <p>${t('admin.poster.renew-text', { name: item.name })}</p>
        <//>`
      : null}
  </section>`;
}

export const areas = {
  name: 'areas',
  path: '/areas',
  refs: true,
  sort: byName,
  fields: [
    { name: 'name', type: 'text', required: true, max: 60 },
    { name: 'nameEn', type: 'text', max: 120 },
    { name: 'campusId', type: 'choice', from: 'campuses', required: true },
    { name: 'callTimes', type: 'number', min: 1, max: 5, required: true, initial: '2' },
    { name: 'showsNames', type: 'flag', initial: true },
    { name: 'roomIds', type: 'many', from: 'rooms', wide: true, draw: (props) => html`<${RoomsOfArea} ...${props} />` },
  ],
  columns: ['name', 'campusId', 'roomIds', 'callTimes', 'showsNames'],
  cells: { roomIds: (area) => t('admin.area.count', { n: area.roomIds.length }) },
  actions: (props) => html`<${AreaActions} key=${props.item.id} ...${props} />`,
};

const sounds = { speech: ['', 'check'], chime: ['warning', 'info'], off: ['warning', 'warning'], unknown: ['muted', 'info'] };

function contact(one) {
  if (!one.silent) return html`<${Mark} icon="check">${t('admin.device.there')}<//>`;
  return html`<${Mark} kind="warning" icon="warning">${one.seenAt ? t('admin.device.silent', { at: formatInstant(one.seenAt) }) : t('admin.device.never')}<//>`;
}

export const devices = {
  name: 'devices',
  path: '/devices',
  edit: 'accounts-edit',
  remove: true,
  fields: [
    { name: 'code', type: 'text', required: true, max: 20, onlyNew: true, label: 'deviceCode', hint: 'deviceCode' },
    { name: 'name', type: 'text', required: true, max: 60, hint: 'deviceName' },
    { name: 'areaId', type: 'choice', from: 'areas', empty: true, none: 'admin.no-area', hint: 'deviceArea' },
    { name: 'centreId', type: 'choice', from: 'campuses', empty: true, none: 'admin.no-area', hint: 'deviceCentre' },
    { name: 'zoneId', type: 'choice', from: 'centreZones', empty: true, none: 'admin.no-area', hint: 'deviceZone' },
    { name: 'examSiteId', type: 'choice', from: 'examSites', empty: true, none: 'admin.no-area', hint: 'deviceExamSite' },
    { name: 'examDeviceIds', type: 'many', from: 'examDevices', wide: true, hint: 'deviceExamDevices' },
    { name: 'paperMm', type: 'choice', numeric: true, initial: '80', options: [['80', 'admin.paper.80'], ['58', 'admin.paper.58']] },
  ],
  narrow: ['name', 'areaId', 'seenAt'],
  columns: ['name', 'kind', 'areaId', 'seenAt', 'sound'],
  cells: {
    kind: (one) => t(`admin.device.${one.kind}`),
    areaId: (one, refs) => {
      if (one.zoneId) return refs.nameOf('centreZones', one.zoneId);
      if (one.centreId) return t('admin.device.centre', { campus: pick(refs.find(one.centreId), 'name') });
      if (one.examSiteId) return t('admin.device.exams', { site: pick(refs.find(one.examSiteId), 'name') });
      return one.areaId ? pick(refs.find(one.areaId), 'name') : t('admin.no-area');
    },
    seenAt: contact,
    sound: (one) => (one.kind === 'display' ? html`<${Mark} kind=${sounds[one.sound][0]} icon=${sounds[one.sound][1]}>${t(`admin.sound.${one.sound}`)}<//>` : ''),
  },
};

const papers = { ok: ['', 'check'], low: ['warning', 'info'], out: ['warning', 'warning'], unknown: ['muted', 'info'] };

/// Kiosks as they say themselves that they are, also those of other vendors.
export const kiosks = {
  name: 'kiosks',
  path: '/kiosks',
  edit: 'nobody',
  fields: [{ name: 'name', type: 'text', max: 60 }],
  narrow: ['name', 'seenAt', 'kioskPaper'],
  columns: ['name', 'kind', 'seenAt', 'kioskPaper', 'prints', 'kioskVersion'],
  cells: {
    kind: (one) => t(`admin.kiosk.${one.kind}`),
    seenAt: contact,
    kioskPaper: (one) => html`<${Mark} kind=${papers[one.paper][0]} icon=${papers[one.paper][1]}>${t(`admin.kiosk.paper.${one.paper}`, { at: formatInstant(one.paperSince) })}<//>`,
    prints: (one) => t('admin.kiosk.prints', { n: one.prints, again: one.reprints }),
    kioskVersion: (one) => one.version,
  },
};
