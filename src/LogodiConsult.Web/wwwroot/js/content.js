// From the fields of a section to the text that is stored, and back. It is the same text that the server makes of the posted form:
// Markdown, a line, the code of a choice, or JSON with stable ids for tables and trees.

const clean = text => (text.isWellFormed?.() === false ? text.toWellFormed() : text).replaceAll('\0', '');
const parse = json => {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
};
const lineOf = text => text.replace(/[\r\n]+/g, ' ');

/** What was changed, as one cut and one insertion; never inside a surrogate pair. */
export function spliceOf(before, after) {
  const most = Math.min(before.length, after.length);
  let from = 0;
  while (from < most && before.charCodeAt(from) === after.charCodeAt(from)) from++;
  if (from > 0 && isHigh(before.charCodeAt(from - 1))) from--;
  let end = 0;
  while (end < most - from && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)) end++;
  if (end > 0 && isLow(before.charCodeAt(before.length - end))) end--;
  return { from, delete: before.length - from - end, insert: after.slice(from, after.length - end), length: after.length };
}

const isHigh = unit => unit >= 0xd800 && unit < 0xdc00;
const isLow = unit => unit >= 0xdc00 && unit < 0xe000;

const kinds = {
  text: form => ({ build: () => form.elements.text.value, fill: text => { form.elements.text.value = text; } }),
  line: form => ({ build: () => lineOf(form.elements.text.value), fill: text => { form.elements.text.value = text; } }),
  title: form => ({ build: () => lineOf(form.elements.Title.value).trim(), fill: text => { form.elements.Title.value = text; } }),
  choice: form => ({ build: () => form.elements.choice?.value ?? '', fill: code => { form.elements.choice.value = code; } }),
  tree,
  table,
  files: () => null,
};

/** Reads and writes the fields of a form; null for a section that is not written by hand. */
export function editorOf(form, base) {
  const kind = kinds[form.dataset.write]?.(form, base);
  return kind && { ...kind, build: () => clean(kind.build()) };
}

const deepest = 3;

function tree(form, base) {
  let known = parse(base) ?? { core: '', causes: [], effects: [], next: 1 };
  const outline = nodes => nodes.map(n => '  '.repeat(n.level) + n.text).join('\n');
  return {
    build() {
      const ids = { next: known.next };
      const content = { ...known, core: lineOf(form.elements.core.value), causes: linesOf(form.elements.causes.value, known.causes, ids), effects: linesOf(form.elements.effects.value, known.effects, ids), next: ids.next };
      delete content.isBlank;
      known = content;
      const blank = content.core.trim() === '' && [...content.causes, ...content.effects].every(n => n.text.trim() === '');
      return blank && content.next <= 1 ? '' : JSON.stringify(content);
    },
    fill(text) {
      known = parse(text) ?? { core: '', causes: [], effects: [], next: 1 };
      form.elements.core.value = known.core;
      form.elements.causes.value = outline(known.causes);
      form.elements.effects.value = outline(known.effects);
    },
  };
}

/** The lines of an outline with their levels, as they are stored. */
export function readOutline(outline) {
  return outline.replace(/\r\n?/g, '\n').split('\n').map(line => ({ level: levelOf(line), text: line.replace(/^[ \t•-]+|[ \t•-]+$/g, '') })).filter(line => line.text !== '');
}

// A line whose words stayed keeps its id; a changed line takes the id that stood after its neighbour; the rest get new ones.
function linesOf(outline, old, ids) {
  const lines = readOutline(outline);
  const free = new Set(old.keys());
  const at = lines.map(line => {
    const found = [...free].find(i => old[i].text === line.text);
    if (found !== undefined) free.delete(found);
    return found;
  });
  return lines.map(({ level, text }, i) => {
    if (at[i] === undefined) {
      const next = i === 0 ? 0 : at[i - 1] === undefined ? -1 : at[i - 1] + 1;
      if (free.delete(next)) at[i] = next;
    }
    return { id: at[i] === undefined ? `n${ids.next++}` : old[at[i]].id, level, text };
  });
}

function levelOf(line) {
  const blanks = Array.from(/^[ \t]*/.exec(line)[0]).reduce((sum, c) => sum + (c === '\t' ? 2 : 1), 0);
  return Math.min(Math.floor(blanks / 2), deepest);
}

function table(form, base) {
  let known = parse(base) ?? { rows: [], next: 1 };
  const columns = set => Array.from(set.querySelectorAll('[name]')).map(control => ({ control, column: /^rows\[\d+\]\.([\w-]+)$/.exec(control.name)?.[1] }))
    .filter(c => c.column && !['id', 'remove', 'order'].includes(c.column) && c.control.type !== 'submit');
  const idOf = set => set.querySelector('[name$="].id"]')?.value ?? '';
  const currencyOf = control => form.elements[`${control.name}.currency`];
  const valueOf = control => {
    const currency = currencyOf(control);
    const figure = control.value.replace(/\r\n?/g, '\n');
    if (!currency) return figure;
    return figure.trim() === '' ? '' : `${figure.trim()} ${currency.value}`.trim();
  };
  return {
    build() {
      let next = Math.max(known.next, 1);
      const rows = [];
      for (const set of form.querySelectorAll('.rowset')) {
        if (set.querySelector('[name$="].remove"]')?.checked) continue;
        const id = idOf(set);
        const old = known.rows.find(r => r.id === id) ?? set.row;
        const cells = { ...old?.cells };
        for (const { control, column } of columns(set)) {
          const value = valueOf(control);
          if (value !== '' || column in cells) cells[column] = value;
        }
        if (id === '' && Object.values(cells).every(v => v.trim() === '')) continue;
        const row = { ...old, id: id || `r${next++}`, cells };
        delete row.isBlank;
        if (id === '') name(set, row.id);
        set.row = row;
        rows.push(row);
      }
      known = { ...known, rows, next };
      form.elements.next.value = next;
      return rows.length === 0 && next <= 1 ? '' : JSON.stringify(known);
    },
    fill(text) {
      known = parse(text) ?? { rows: [], next: 1 };
      const sets = () => Array.from(form.querySelectorAll('.rowset'));
      for (const set of sets()) {
        const row = known.rows.find(r => r.id === idOf(set));
        if (row) put(set, row);
        else if (idOf(set) !== '') set.remove();
      }
      for (const row of known.rows) {
        let set = sets().find(s => idOf(s) === row.id) ?? sets().find(s => idOf(s) === '');
        if (!set) set = addRow(form);
        if (idOf(set) === '') name(set, row.id);
        put(set, row);
      }
      const blank = sets().find(s => idOf(s) === '');
      for (const row of known.rows) blank ? blank.before(sets().find(s => idOf(s) === row.id)) : null;
    },
  };

  function put(set, row) {
    set.row = row;
    for (const { control, column } of columns(set)) {
      const value = row.cells[column] ?? '';
      const currency = currencyOf(control);
      const blank = value.trimEnd().lastIndexOf(' ');
      const code = value.slice(blank + 1).trim();
      const known = currency && blank > 0 && Array.from(currency.options).some(o => o.value === code);
      control.value = known ? value.slice(0, blank) : value;
      if (known) currency.value = code;
      else if (currency && value !== '') currency.value = '';
    }
  }

  function name(set, id) {
    const number = /rows\[\d+\]/.exec(set.querySelector('[name^="rows["]').name)[0];
    const field = Object.assign(document.createElement('input'), { type: 'hidden', name: `${number}.id`, value: id });
    set.append(field);
    for (const tools of set.querySelectorAll('[hidden][data-row-tools]')) tools.hidden = false;
  }
}

/** Another blank row after the last one, or after the one that is given. */
export function addRow(form, after) {
  const last = after ?? Array.from(form.querySelectorAll('.rowset')).at(-1);
  const number = 1 + Math.max(...Array.from(form.querySelectorAll('[name^="rows["]'), c => Number(/\d+/.exec(c.name)[0])));
  const copy = last.cloneNode(true);
  copy.querySelector('[name$="].id"]')?.remove();
  copy.removeAttribute('id');
  copy.row = undefined;
  for (const one of copy.querySelectorAll('.note, .used, option[data-none]')) one.remove();
  for (const element of copy.querySelectorAll('*')) {
    for (const attribute of element.attributes) {
      attribute.value = attribute.value.replace(/rows\[\d+\]/g, `rows[${number}]`).replace(/rows_\d+_/g, `rows_${number}_`);
    }
    if ('value' in element && element.type !== 'checkbox' && element.type !== 'submit' && element.tagName !== 'OPTION' && element.tagName !== 'LI') {
      if (element.tagName === 'SELECT') element.selectedIndex = 0;
      else element.value = '';
    }
    if (element.type === 'checkbox') element.checked = false;
    element.removeAttribute('aria-invalid');
  }
  copy.querySelector('legend').textContent = form.dataset.newRow;
  for (const tools of copy.querySelectorAll('[data-row-tools]')) tools.hidden = true;
  last.after(copy);
  return copy;
}

/** A row one place up or down, among the rows that are there. */
export function moveRow(set, step) {
  const other = step < 0 ? set.previousElementSibling : set.nextElementSibling;
  if (!other?.matches('.rowset')) return false;
  if (step < 0) other.before(set);
  else other.after(set);
  return true;
}
