// One passage after the other: whoever selects the next passage while a comment on another one stands in the form has finished that comment.
// It is saved by its own button, and the form opens again with the new passage; the words of one never end up at the place of another.

const Key = 'logodi.next-comment';
let taken;

// Whether the form holds a comment on another passage; then it is on its way to be saved.
export function saveFirst(form, next) {
  const { quote, text } = form.elements;
  if (text.value.trim() === '' || quote.value.trim() === '') return false;
  const place = form.querySelector('input[type=hidden][name=at]')?.value ?? '';
  if (quote.value === next.quote && (next.translated || place === `${next.part}:${next.start}`)) return false;
  try {
    sessionStorage.setItem(Key, JSON.stringify(next));
  } catch {
    // Without storage the comment is saved all the same; the passage is selected once more.
  }
  form.requestSubmit();
  return true;
}

// The passage that was selected before the comment was saved; null where there is none, or where the comment was refused and is shown again.
export function continued() {
  if (taken !== undefined) return taken;
  taken = null;
  try {
    const kept = sessionStorage.getItem(Key);
    sessionStorage.removeItem(Key);
    if (kept && !document.querySelector('.banner.refused')) taken = JSON.parse(kept);
  } catch {
    taken = null;
  }
  return taken;
}
