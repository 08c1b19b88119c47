/** Prints a drawing alone, on one page, whatever else the page shows. */
export function printDrawing(drawing: SVGSVGElement, title: string): void {
  const frame = document.createElement('iframe');
  frame.title = title;
  frame.style.cssText = 'position: fixed; width: 0; height: 0; border: 0; visibility: hidden';
  frame.addEventListener('load', () => {
    const { contentWindow: paper, contentDocument: content } = frame;
    if (!paper || !content) return;
    content.title = title;
    const style = content.createElement('style');
    style.textContent =
      '@page { size: A4; margin: 0 } html, body { margin: 0 } svg { display: block; width: 100vw; height: 100vh; print-color-adjust: exact }';
    content.head.append(style);
    content.body.append(content.importNode(drawing, true));
    paper.addEventListener('afterprint', () => frame.remove());
    paper.focus();
    paper.print();
  });
  frame.srcdoc = '<!doctype html><html lang="en"><head></head><body></body></html>';
  document.body.append(frame);
}
