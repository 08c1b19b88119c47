/**
 * Fonts that devices have: the system's own, and those with Chinese characters by name, for a
 * system in another language. Nothing is downloaded for them; `<html lang>` chooses the characters'
 * form.
 */
export const systemFonts =
  "system-ui, 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif";

/** Inter comes with the page, for Latin letters and digits. */
export const pageFonts = `'Inter Variable', ${systemFonts}`;
