/* The theme that the visitor has chosen, as Mantine keeps it, and whether the address is a link, which leads to another view. */
(() => {
  const page = document.documentElement.dataset;
  let scheme = null;
  try {
    scheme = localStorage.getItem('mantine-color-scheme-value');
  } catch {}
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  page.mantineColorScheme = scheme === 'light' || scheme === 'dark' ? scheme : system;
  if (location.hash.includes('=')) page.linked = '';
})();
