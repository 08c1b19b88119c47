/**
 * The theme's variables as a stylesheet. `MantineProvider` would write them into a `<style>` of the
 * page, which its content security policy forbids.
 */
import {
  convertCssVariables,
  DEFAULT_THEME,
  deepMerge,
  defaultCssVariablesResolver,
  mergeMantineTheme,
} from '@mantine/core';
import type { Plugin } from 'vite';
import { cssVariables, theme } from '../../src/theme.ts';

const name = 'virtual:theme.css';

/** Without those that `default-css-variables.css` has as well. */
export function themeCss(): string {
  const merged = mergeMantineTheme(DEFAULT_THEME, theme);
  const own = deepMerge(defaultCssVariablesResolver(merged), cssVariables(merged));
  const usual = defaultCssVariablesResolver(DEFAULT_THEME);
  const changed = (scheme: 'variables' | 'light' | 'dark') => {
    const there: Readonly<Record<string, string>> = usual[scheme];
    return Object.fromEntries(Object.entries(own[scheme]).filter(([key, value]) => there[key] !== value));
  };
  return convertCssVariables({ variables: changed('variables'), light: changed('light'), dark: changed('dark') });
}

export function themeStyles(): Plugin {
  return {
    name: 'theme-css',
    resolveId: (id) => (id === name ? `\0${name}` : null),
    load: (id) => (id === `\0${name}` ? themeCss() : null),
  };
}
