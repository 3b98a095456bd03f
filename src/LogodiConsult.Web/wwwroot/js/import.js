// The preview of an import follows what is chosen: the server is asked what the sections would become, and only that part of the page is renewed.
// Without this script a button asks, and an import of something that was not shown is shown first.

const outcome = document.getElementById('outcome');
const form = outcome.closest('form');
const again = form.querySelector('[formaction]');
let asking = null;

again.parentElement.hidden = true;

async function renew() {
  asking?.abort();
  const mine = asking = new AbortController();
  outcome.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(again.formAction, { method: 'POST', body: new URLSearchParams(new FormData(form)), signal: mine.signal });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const renewed = page.getElementById('outcome');
    if (!renewed) throw new TypeError('no preview');
    outcome.replaceChildren(...renewed.childNodes);
    outcome.removeAttribute('aria-busy');
    document.getElementById('outcome-live').textContent = outcome.dataset.refreshed;
  } catch {
    // The line is down: the button comes back, and the server shows the preview before it imports.
    if (asking === mine) {
      again.parentElement.hidden = false;
      outcome.removeAttribute('aria-busy');
    }
  }
}

form.addEventListener('change', event => {
  if (event.target.matches('select')) renew();
});
