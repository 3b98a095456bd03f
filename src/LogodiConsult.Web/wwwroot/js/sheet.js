// A range copied out of a spreadsheet or a table of a document fills the fields from the one where it is pasted, row by row, as a spreadsheet does it.

import { addRow } from './content.js';

const most = 200;
const signs = { PEN: /S\/\.?/i, USD: /(US)?\$/i, KRW: /[₩원]/ };

const fieldsOf = set => Array.from(set.querySelectorAll('.fields [name]')).filter(c => /^rows\[\d+\]\.[\w-]+$/.test(c.name));
const plain = text => text.trim().toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');

/** Rows of cells; a cell in quotation marks may hold line breaks. */
export function cellsOf(text) {
  const rows = [[]];
  for (const [, quoted, bare, end] of text.replace(/\r\n?/g, '\n').matchAll(/(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/g)) {
    rows.at(-1).push((quoted?.replaceAll('""', '"') ?? bare).trim());
    if (end === '\n') rows.push([]);
    if (end === '') break;
  }
  while (rows.length > 1 && rows.at(-1).every(c => c === '')) rows.pop();
  return rows;
}

function dayOf(text) {
  const [, year, month, day] = /^(\d{4})[-./]\s*(\d{1,2})[-./]\s*(\d{1,2})\.?$/.exec(text) ?? [];
  if (year) return [year, month, day];
  const [, first, second, last] = /^(\d{1,2})[-./](\d{1,2})[-./](\d{4})$/.exec(text) ?? [];
  // 3/4 is the third of April in Spanish; elsewhere it could be either.
  if (!first || !(document.documentElement.lang.startsWith('es') || Number(first) > 12)) return null;
  return [last, second, first];
}

function put(control, text) {
  const currency = control.form.elements[`${control.name}.currency`];
  if (control.tagName === 'SELECT') {
    const option = Array.from(control.options).find(o => plain(o.textContent) === plain(text) || o.value === text);
    if (option) control.value = option.value;
  } else if (control.type === 'date') {
    const day = dayOf(text);
    if (day) control.value = day.map((part, i) => part.padStart(i === 0 ? 4 : 2, '0')).join('-');
  } else if (currency) {
    const [code, sign] = Object.entries(signs).find(([code, sign]) => text.includes(code) || sign.test(text)) ?? [];
    if (code) currency.value = code;
    control.value = code ? text.replace(code, '').replace(sign, '').trim() : text;
  } else {
    control.value = text;
  }
}

export function takeSheets(form) {
  form.addEventListener('paste', event => {
    let set = event.target.closest('.rowset');
    // A tab alone is no table: numbered lines of a document have them too.
    if (!set || !/<table/i.test(event.clipboardData.getData('text/html'))) return;
    const rows = cellsOf(event.clipboardData.getData('text/plain')).slice(0, most);
    const from = fieldsOf(set).indexOf(event.target);
    if (from < 0 || (rows.length === 1 && rows[0].length === 1)) return;
    event.preventDefault();
    rows.forEach((cells, i) => {
      if (i > 0) set = set.nextElementSibling?.matches('.rowset') ? set.nextElementSibling : addRow(form, set);
      const fields = fieldsOf(set).slice(from);
      cells.forEach((text, column) => fields[column] && put(fields[column], text));
    });
    event.target.dispatchEvent(new Event('input', { bubbles: true }));
  });
}
