/*
 * What is there is painted while the styles are fetched, and the scripts run with the styles. Both hold the page's load event: by then the page has begun. Until the
 * first sight has been painted nothing takes its place in the queue: styles that are not for the screen are fetched last, and scripts not at all.
 */
(() => {
  // In a sandbox without allow-same-origin a page may not fetch its own scripts.
  if (window.origin === 'null' && window !== window.top) {
    delete document.documentElement.dataset.linked;
    document.getElementById('root').replaceChildren(document.getElementById('sandboxed').content);
    return;
  }
  const page = document.importNode(document.getElementById('page').content, true);
  const scripts = [...page.querySelectorAll('script')];
  const styles = [...page.querySelectorAll('link[rel="stylesheet"]')];
  const linked = [...page.querySelectorAll('link[rel="modulepreload"]')];
  for (const part of [...scripts, ...linked]) part.remove();
  // A translation is fetched by who reads it.
  const { lang } = document.documentElement;
  const preloads = linked.filter(({ hreflang }) => hreflang === '' || hreflang === lang);
  let waiting = styles.length;
  for (const style of styles) {
    style.media = 'print';
    style.onload = style.onerror = () => {
      // Some browsers load it again.
      style.onload = style.onerror = null;
      style.media = 'all';
      waiting -= 1;
      if (waiting === 0) document.head.append(...scripts);
    };
  }
  document.head.append(page);
  const fetchScripts = () => {
    for (const { src } of scripts) {
      preloads.push(
        Object.assign(document.createElement('link'), { rel: 'modulepreload', href: src, crossOrigin: '' }),
      );
    }
    document.head.append(...preloads);
  };
  new PerformanceObserver((_, painted) => {
    painted.disconnect();
    fetchScripts();
  }).observe({ type: 'paint', buffered: true });
})();
