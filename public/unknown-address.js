/**
 * Runs in 404.html. A chat may turn the `#` of a link into `%23`, or lose it, and the link's fields become a part of the path: the visitor is
 * sent to the page with the fields behind a `#` again. Any other address keeps the sentence, with a link home. It is a file of its own, and
 * no module, so that it runs under a strict content security policy and knows its own place, which is the page's.
 */
(() => {
  const home = new URL('.', document.currentScript.src).href;
  const rest = location.href.startsWith(home) ? location.href.slice(home.length) : '';
  const link = /^((?:index|bench)\.html)?\/?(?:%23|#|\?|&)*((?:v|recipe|seed|result|lang)(?:=|%3D).*)$/i.exec(rest);
  if (link) {
    location.replace(`${home}${link[1] ?? ''}#${link[2]}`);
    return;
  }
  document.addEventListener('DOMContentLoaded', () => {
    for (const link of document.querySelectorAll('a')) link.href = home;
    document.body.style.cssText = 'max-width: 36rem; margin: 15vh auto; padding: 0 1rem; font: 1rem/1.6 system-ui, sans-serif';
  });
})();
