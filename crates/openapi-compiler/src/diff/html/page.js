'use strict';
const changes = [...document.querySelectorAll('article')];
const boxes = [...document.querySelectorAll('input[type=checkbox]')];
const operation = document.querySelector('#operation');
const status = document.querySelector('[role=status]');

function show() {
  const off = new Set(boxes.filter(box => !box.checked).map(box => box.name + ' ' + box.value));
  const wanted = operation.value;
  let count = 0;
  for (const change of changes) {
    const { wire, rust, operations } = change.dataset;
    const reaches = wanted === '' || operations.split(' ').includes(wanted);
    change.hidden = off.has('wire ' + wire) || off.has('rust ' + rust) || !reaches;
    count += !change.hidden;
  }
  status.textContent = count + ' of ' + changes.length + ' changes are shown';
}

function go(step) {
  const shown = changes.filter(change => !change.hidden);
  const at = shown.indexOf(document.activeElement.closest('article'));
  const next = shown[at < 0 && step < 0 ? shown.length - 1 : at + step];
  if (next) {
    next.focus();
    next.scrollIntoView({ block: 'start' });
  }
}

document.querySelector('form').addEventListener('change', show);
document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches('select, input')) return;
  if (event.key === 'j') go(1);
  if (event.key === 'k') go(-1);
});
show();
