// The schedule as bars while it is written. A bar is moved with the arrow keys: the dates in its row change, and they are what is saved.

const names = { week: 7 };
const day = 86400000;
const svg = (name, attributes) => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};
const iso = time => new Date(time).toISOString().slice(0, 10);

// SVG breaks no lines: the label is given in lines that fit beside the bars. A Korean letter is as broad as two.
const lineHeight = 15;
const breadth = text => Array.from(text).reduce((sum, letter) => sum + (letter.codePointAt(0) >= 0x1100 ? 2 : 1), 0);

function linesOf(label, most) {
  const lines = [''];
  const room = text => breadth(text) <= most;
  for (const word of label.split(/\s+/)) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (room(longer)) {
      lines[lines.length - 1] = longer;
      continue;
    }
    if (lines.at(-1) !== '') lines.push('');
    for (const letter of word) {
      if (!room(lines.at(-1) + letter)) lines.push('');
      lines[lines.length - 1] += letter;
    }
  }
  return lines;
}

// Beginnings of months, so many as can stand side by side.
function ticksOf(first, last, most) {
  if (!(first <= last)) return [];
  const months = [];
  const named = new Intl.DateTimeFormat(document.documentElement.lang, { month: 'short', year: '2-digit', timeZone: 'UTC' });
  const begin = new Date(first);
  for (let i = begin.getUTCDate() === 1 ? 0 : 1; i < 1200; i++) {
    const at = Date.UTC(begin.getUTCFullYear(), begin.getUTCMonth() + i, 1);
    if (at > last) break;
    months.push({ at, text: named.format(at) });
  }
  const step = Math.ceil(months.length / most) || 1;
  return months.filter((_, i) => i % step === 0);
}

// On a phone a label stands above its bar, and the bars have the whole breadth.
const layouts = {
  beside: { left: 220, breadth: 560, letters: 33, ticks: 9, bar: 6 },
  above: { left: 0, breadth: 340, letters: 48, ticks: 5, bar: null },
};
const isSmall = matchMedia('(max-width: 40rem)');

// While a year is being typed it is 0002, then 0020, then 0202.
const years = { first: Date.UTC(1950, 0), last: Date.UTC(2150, 11, 31) };

export function drawTimes(form) {
  const chart = form.querySelector('[data-gantt]');
  if (!chart) return;
  const { start, end, label, milestone } = chart.dataset;
  const layout = isSmall.matches ? layouts.above : layouts.beside;
  const bars = [];
  for (const set of form.querySelectorAll('.rowset')) {
    const field = column => set.querySelector(`[name$="].${column}"]`);
    if (set.querySelector('[name$="].remove"]')?.checked) continue;
    const [from, to] = [Date.parse(field(start).value), Date.parse(field(end).value)];
    if (!(from <= to) || from < years.first || to > years.last) continue;
    const title = field(label);
    bars.push({ from, to, title: title.selectedOptions?.[0]?.textContent.trim() ?? title.value, milestone: milestone ? field(milestone).value.trim() : '', starts: field(start), ends: field(end) });
  }
  chart.hidden = bars.length === 0;
  const busy = Array.from(chart.querySelectorAll('[role=slider]')).indexOf(document.activeElement);
  const first = Math.min(...bars.map(b => b.from));
  const last = Math.max(...bars.map(b => b.to)) + day;
  const scale = layout.breadth / (last - first);
  const drawing = svg('svg', { class: layout === layouts.above ? 'stacked' : '' });
  const ticks = ticksOf(first, last, layout.ticks);
  let y = 22;
  bars.forEach(bar => {
    const name = svg('text', { class: 'gantt-label', 'font-size': 12 });
    const lines = linesOf(bar.title, layout.letters);
    lines.forEach((line, i) => {
      const part = svg('tspan', { x: 0, y: y + 19 + i * lineHeight });
      part.textContent = line;
      name.append(part, ' ');
    });
    const top = y + (layout.bar ?? lines.length * lineHeight + 9);
    const box = svg('rect', {
      class: 'gantt-bar', x: layout.left + (bar.from - first) * scale, y: top, width: Math.max(4, (bar.to + day - bar.from) * scale), height: 16, rx: 3,
      tabindex: 0, role: 'slider', 'aria-label': bar.title, 'aria-valuemin': 0, 'aria-valuemax': Math.round((last - first) / day), 'aria-valuenow': Math.round((bar.from - first) / day),
      'aria-valuetext': `${iso(bar.from)} – ${iso(bar.to)}`, 'aria-describedby': chart.dataset.help,
    });
    box.addEventListener('keydown', event => {
      const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
      if (!step || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      const by = step * names.week * day;
      if (event.shiftKey && bar.to + by < bar.from) return;
      if (!event.shiftKey) bar.starts.value = iso(bar.from + by);
      bar.ends.value = iso(bar.to + by);
      bar.ends.dispatchEvent(new Event('input', { bubbles: true }));
      drawTimes(form);
    });
    drawing.append(name, box);
    if (bar.milestone !== '') {
      const mark = svg('path', { class: 'gantt-milestone', d: `M ${Math.min(layout.left + (bar.to + day - first) * scale, layout.left + layout.breadth - 9)} ${top - 1} l 9 9 l -9 9 l -9 -9 z` });
      mark.append(Object.assign(svg('title', {}), { textContent: bar.milestone }));
      drawing.append(mark);
    }
    y += lines.length * lineHeight + (layout.bar === null ? 34 : 13);
  });
  drawing.setAttribute('viewBox', `0 0 ${layout.left + layout.breadth} ${y + 4}`);
  for (const { at, text } of bars.length > 0 ? ticks : []) {
    const x = layout.left + (at - first) * scale;
    const name = svg('text', { class: 'gantt-month', x: x + 3, y: 13, 'font-size': 11 });
    name.textContent = text;
    drawing.prepend(svg('line', { class: 'gantt-grid', x1: x, y1: 0, x2: x, y2: y + 4 }), name);
  }
  chart.querySelector('svg')?.remove();
  chart.append(drawing);
  if (busy >= 0) chart.querySelectorAll('[role=slider]')[busy]?.focus();
}
