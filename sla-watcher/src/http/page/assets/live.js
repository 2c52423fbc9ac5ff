// Keeps a page current: fetches its live part anew while somebody looks at it. Without this script the
// page works; it is then as old as its last loading.

const FAILURES_UNTIL_STALE = 2;
const ANSWER_WITHIN_MS = 10_000;

const stale = document.getElementById('stale');
const region = () => document.getElementById('live');
const pauseMs = Number(region()?.dataset.refreshMs ?? 5000);

let failures = 0;
let timer = 0;
let underWay = false;

async function refresh() {
  if (document.hidden || underWay) return;
  underWay = true;
  try {
    const next = await fetchRegion();
    // A reader who marks text, to copy an order id, must not lose it; nor what is being written.
    if (!isSelecting() && !isFillingIn()) replace(next);
    failures = 0;
  } catch {
    failures += 1;
  } finally {
    underWay = false;
    stale.hidden = failures < FAILURES_UNTIL_STALE;
    schedule();
  }
}

async function fetchRegion() {
  const address = new URL(location.href);
  address.searchParams.set('fragment', '1');
  address.searchParams.delete('lang');
  const answer = await fetch(address, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const parsed = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const next = parsed.getElementById('live');
  if (next === null) throw new Error('no live part');
  return next;
}

function replace(next) {
  const old = region();
  const opened = [...old.querySelectorAll('details[open]')].map((each) => each.id);
  const focused = focusKey(old);
  const fields = [...old.querySelectorAll('input, select')].map(({ id, value }) => [id, value]);
  old.replaceWith(next);
  document.title = next.dataset.title;
  for (const id of opened) document.getElementById(id)?.setAttribute('open', '');
  for (const [id, value] of fields) {
    const field = document.getElementById(id);
    if (field !== null) field.value = value;
  }
  if (focused !== null) focusAgain(next, focused);
}

// Most have no ids, so the focused one is found again by what it is, where it leads and which of those it is.
function focusKey(old) {
  const element = document.activeElement;
  if (element === null || !old.contains(element)) return null;
  const selector = element.matches('a[href]')
    ? `a[href="${CSS.escape(element.getAttribute('href'))}"]`
    : element.localName;
  return { selector, index: [...old.querySelectorAll(selector)].indexOf(element) };
}

function focusAgain(next, { selector, index }) {
  const same = next.querySelectorAll(selector);
  (same[index] ?? same[0])?.focus({ preventScroll: true });
}

function isSelecting() {
  const selection = document.getSelection();
  return selection !== null && !selection.isCollapsed && region().contains(selection.anchorNode);
}

function isFillingIn() {
  const element = document.activeElement;
  const isField = element?.matches('select') || (element?.matches('input') && element.value !== '');
  return isField === true && region().contains(element);
}

function schedule() {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(refresh, pauseMs);
}

document.addEventListener('visibilitychange', () => (document.hidden ? clearTimeout(timer) : refresh()));
schedule();
