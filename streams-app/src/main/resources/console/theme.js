// Runs before the first paint, so that a page never flashes in the other theme.
'use strict';
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('vedette.theme');
  } catch {
    // Storage may be forbidden; then the system's theme is kept.
  }
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
})();
