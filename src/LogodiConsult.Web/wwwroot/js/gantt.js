// The schedule as bars while it is written. A bar is moved with the arrow keys: the dates in its row change, and they are what is saved.

const names = { week: 7 };
const day = 86400000;
const svg = (name, attributes) => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};
const iso = time => new Date(time).toISOString().slice(0, 10);

export function drawTimes(form) {
  const chart = form.querySelector('[data-gantt]');
  if (!chart) return;
  const { start, end, label } = chart.dataset;
  const bars = [];
  for (const set of form.querySelectorAll('.rowset')) {
    const field = column => set.querySelector(`[name$="].${column}"]`);
    if (set.querySelector('[name$="].remove"]')?.checked) continue;
    const [from, to] = [Date.parse(field(start).value), Date.parse(field(end).value)];
    if (!(from <= to)) continue;
    const title = field(label);
    bars.push({ from, to, title: title.selectedOptions?.[0]?.textContent.trim() ?? title.value, starts: field(start), ends: field(end) });
  }
  chart.hidden = bars.length === 0;
  const busy = Array.from(chart.querySelectorAll('[role=slider]')).indexOf(document.activeElement);
  const first = Math.min(...bars.map(b => b.from));
  const last = Math.max(...bars.map(b => b.to)) + day;
  const scale = 560 / (last - first);
  const drawing = svg('svg', { viewBox: `0 0 780 ${bars.length * 28 + 4}` });
  bars.forEach((bar, i) => {
    const name = svg('text', { class: 'gantt-label', x: 0, y: i * 28 + 19, 'font-size': 12 });
    name.textContent = Array.from(bar.title).length > 30 ? `${Array.from(bar.title).slice(0, 29).join('')}…` : bar.title;
    const box = svg('rect', {
      class: 'gantt-bar', x: 220 + (bar.from - first) * scale, y: i * 28 + 6, width: Math.max(4, (bar.to + day - bar.from) * scale), height: 16, rx: 3,
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
  });
  chart.querySelector('svg')?.remove();
  chart.append(drawing);
  if (busy >= 0) chart.querySelectorAll('[role=slider]')[busy]?.focus();
}
