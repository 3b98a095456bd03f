// The rows of a table while it is written: added, put in between, moved; and on a screen too narrow for a sheet, where each row is a card, those that
// are filled are folded to their title, so that a long table can be looked over.

import { addRow, moveRow } from './content.js';
import { takeSheets } from './sheet.js';

const narrow = matchMedia('(max-width: 67.99rem)');
const few = 3;

const firstField = set => set.querySelector('textarea, select, input:not([type=hidden])');
const spoken = control => (control?.selectedOptions?.[0]?.textContent ?? control?.value ?? '').trim();
const isFolded = set => set.classList.contains('folded');

// The row as its title stands in the fields now, behind the level of a log-frame.
function nameOf(form, set, before) {
  const title = spoken(set.querySelector(`[name$=".${form.dataset.rowTitle}"]`));
  const first = firstField(set);
  const level = first?.tagName === 'SELECT' && first.value !== '' && !first.name.endsWith(`.${form.dataset.rowTitle}`) ? `${spoken(first)} · ` : '';
  return title === '' || title === '–' ? before : level + title;
}

function fold(form, set, folded) {
  const button = set.querySelector('legend .fold');
  if (folded) button.textContent = nameOf(form, set, button.textContent);
  set.classList.toggle('folded', folded);
  button.setAttribute('aria-expanded', String(!folded));
}

function arrange(form) {
  const sets = Array.from(form.querySelectorAll('.rowset'));
  const wanted = narrow.matches && sets.filter(s => s.querySelector('[name$=".id"]')).length > few;
  for (const set of sets) {
    const legend = set.querySelector('legend');
    const has = legend.querySelector('.fold');
    if (wanted && !has) {
      const button = Object.assign(document.createElement('button'), { type: 'button', className: 'fold', textContent: legend.textContent.trim() });
      legend.replaceChildren(button);
      fold(form, set, !set.querySelector('.note, [aria-invalid]') && !set.contains(document.activeElement) && `#${set.id}` !== location.hash);
    } else if (!wanted && has) {
      fold(form, set, false);
      legend.textContent = has.textContent;
    }
  }
}

/** A further row, open to be written. */
export function openRow(form, after) {
  const set = addRow(form, after);
  set.classList.remove('folded');
  firstField(set).focus();
}

export function addRows(form, changed) {
  if (!form.querySelector('.rowset')) return;
  arrange(form);
  takeSheets(form);
  narrow.addEventListener('change', () => arrange(form));
  for (const button of form.querySelectorAll('[data-insert]')) button.hidden = false;
  form.addEventListener('click', event => {
    const set = event.target.closest('.rowset');
    if (event.target.closest('.fold')) fold(form, set, !isFolded(set));
    else if (event.target.closest('[data-insert]')) openRow(form, set);
  });
  // A problem names its row: it is opened before the browser goes there.
  document.getElementById('problems')?.addEventListener('click', event => {
    const set = event.target.closest('a[href^="#"]') && form.querySelector(`[id="${event.target.hash.slice(1)}"]`);
    if (set && isFolded(set)) fold(form, set, false);
  });
  form.addEventListener('submit', event => {
    const button = event.submitter;
    if (!button?.dataset.move) return;
    event.preventDefault();
    if (moveRow(button.closest('.rowset'), Number(button.dataset.move))) changed();
    button.focus();
  });
}
