/*
 * What is there is painted while the styles are fetched, and the scripts run with the styles. Both hold the page's load event: by then the page has begun. Scripts
 * that nothing holds up any more are fetched beside the styles, once the first sight has been painted.
 */
(() => {
  const page = document.importNode(document.getElementById('page').content, true);
  const scripts = [...page.querySelectorAll('script')];
  const styles = [...page.querySelectorAll('link[rel="stylesheet"]')];
  for (const script of scripts) script.remove();
  let waiting = styles.length;
  for (const style of styles) {
    style.onload = style.onerror = () => {
      waiting -= 1;
      if (waiting === 0) document.head.append(...scripts);
    };
  }
  document.head.append(page);
  const fetchScripts = () => {
    for (const { src } of scripts) {
      const link = Object.assign(document.createElement('link'), { rel: 'modulepreload', href: src, crossOrigin: '' });
      document.head.append(link);
    }
  };
  requestAnimationFrame(() => requestAnimationFrame(fetchScripts));
})();
