/* Once what is there has been painted: styles and scripts are fetched together, and the scripts run with the styles. A page in the background paints nothing. */
(() => {
  let begun = false;
  const load = () => {
    if (begun) return;
    begun = true;
    const page = document.importNode(document.getElementById('page').content, true);
    const scripts = [...page.querySelectorAll('script')];
    const styles = [...page.querySelectorAll('link[rel="stylesheet"]')];
    for (const script of scripts) {
      const link = Object.assign(document.createElement('link'), { rel: 'modulepreload', href: script.src });
      link.crossOrigin = '';
      script.replaceWith(link);
    }
    const styled = styles.map(
      (link) =>
        new Promise((end) => {
          link.onload = end;
          link.onerror = end;
        }),
    );
    document.head.append(page);
    void Promise.all(styled).then(() => document.head.append(...scripts));
  };
  setTimeout(load, 200);
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(load)));
})();
