import { ActionIcon, useMantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Why } from '../frame/Why.tsx';

const icons = { auto: IconDeviceDesktop, light: IconSun, dark: IconMoon };
const next = { auto: 'light', light: 'dark', dark: 'auto' } as const;

export function ThemeSwitch() {
  const { t } = useTranslation();
  // Without this, Mantine would suppress transitions for a moment through a <style>, which the
  // page's content security policy forbids.
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const Icon = icons[colorScheme];
  const label = t('theme.label', { scheme: t(`theme.${colorScheme}`) });
  return (
    <Why reason={label}>
      <ActionIcon variant="default" size={36} aria-label={label} onClick={() => setColorScheme(next[colorScheme])}>
        <Icon size={18} aria-hidden />
      </ActionIcon>
    </Why>
  );
}
