// Choosing a department by what staff type: initials ("xnk"), name, code or a keyword ("胸闷").

import { html, useEffect, useMemo, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { fit as fitting } from '../shared/search.js';

/// How well `department` fits what was typed, as for patients; staff know its code, too. 0: not at all.
export function fit(department, typed) {
  const code = (department.code || '').toLowerCase();
  return code && code === typed.trim().toLowerCase() ? 7 : fitting(department, typed).score;
}

export function DepartmentPicker({ departments, chosen, onChoose, inputRef }) {
  const [text, setText] = useState('');
  const [open, setOpen] = useState(!chosen);
  const [active, setActive] = useState(0);
  const list = useRef(null);
  const shown = useMemo(
    () =>
      departments
        .map((department) => ({ department, score: fit(department, text) }))
        .filter((one) => one.score)
        .sort((a, b) => b.score - a.score)
        .map((one) => one.department),
    [departments, text],
  );
  useEffect(() => {
    const option = list.current && list.current.children[active];
    if (option) option.scrollIntoView({ block: 'nearest' });
  }, [active]);

  function choose(department) {
    setText('');
    setOpen(false);
    setActive(0);
    onChoose(department);
  }
  function onKeyDown(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      if (shown.length) setActive((active + (event.key === 'ArrowDown' ? 1 : -1) + shown.length) % shown.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (open && shown[active]) choose(shown[active]);
      else setOpen(true);
    } else if (event.key === 'Escape' && open && chosen) {
      event.preventDefault();
      setOpen(false);
      setText('');
    }
  }
  return html`<div class="picker">
    <label for="department">${t('staff.booking.department')}</label>
    <input id="department" ref=${inputRef} class="input" type="text" role="combobox" autocomplete="off" spellcheck=${false}
      aria-expanded=${open ? 'true' : 'false'} aria-controls="departments" aria-autocomplete="list"
      aria-activedescendant=${open && shown[active] ? `dep-option-${active}` : undefined}
      placeholder=${chosen ? pick(chosen, 'name') : t('staff.booking.department-hint')}
      value=${text}
      onFocus=${() => setOpen(true)}
      onBlur=${() => chosen && setOpen(false)}
      onInput=${(event) => {
        setText(event.target.value);
        setActive(0);
        setOpen(true);
      }}
      onKeyDown=${onKeyDown} />
    <ul id="departments" ref=${list} role="listbox" aria-label=${t('staff.booking.department')} class=${open ? 'picker-list' : 'hidden'}>
      ${shown.map(
        (department, i) => html`<li key=${department.id} id=${`dep-option-${i}`} role="option" aria-selected=${i === active ? 'true' : 'false'}
          onMouseDown=${(event) => {
            event.preventDefault();
            choose(department);
          }}>
          <span>${pick(department, 'name')}</span>
          <span class="hint">${department.initials || ''} ${pick(department, 'location')}</span>
        </li>`,
      )}
    </ul>
    ${open && !shown.length ? html`<p class="hint" role="status">${t('staff.booking.no-department')}</p>` : null}
  </div>`;
}
