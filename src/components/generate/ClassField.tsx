import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { lookDefaults, shippedSet, shippedSets } from '../../ml/config.ts';
import { usePlayground } from '../../store/index.ts';
import { Why } from '../frame/Why.tsx';

/** Which class of the run's set the pictures should show. */
export function ClassField() {
  const { t } = useTranslation();
  const data = usePlayground((state) => state.run.status?.experiment.data);
  const look = usePlayground((state) => state.look);
  const { classNames } = shippedSet(data ?? '') ?? shippedSets.cifar10;
  const any = { value: lookDefaults.sampleClass, label: t('generate.anyClass') };
  const standard = t('parametersRoom.default', { value: any.label });
  return (
    <Why reason={`${t('parameters.sampleClass.why')} ${standard}`}>
      <NativeSelect
        size="sm"
        label={t('parameters.sampleClass.label')}
        value={look.sampleClass}
        data={[any, ...classNames]}
        onChange={({ currentTarget }) => look.set({ sampleClass: currentTarget.value })}
      />
    </Why>
  );
}
