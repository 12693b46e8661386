// Before anything is painted, so that a dark room does not see a white flash. Not a module: those wait.
(() => {
  try {
    const theme = localStorage.getItem('tenure.theme');
    if (theme === 'light' || theme === 'dark') {
      document.documentElement.dataset.theme = theme;
    }
  } catch {
    // A browser that keeps nothing follows the system.
  }
})();
