import { Monitor, Moon, Smartphone, Sun } from 'lucide-react';
import { useState } from 'react';
import { Field } from '@/components/Field';
import { SegmentedControl } from '@/components/SegmentedControl';
import { Select } from '@/components/Select';
import { useShownTheme } from '@/lib/theme';
import { LANGUAGES } from '../languages';
import type { Values, Visitor } from '../values';
import { type Device, Frame } from './Frame';

/** The widget covers screens of up to 480 px: a wider one is a desk. */
const DEVICES = { desktop: { width: 560, height: 680 }, phone: { width: 375, height: 680 } } satisfies Record<
  string,
  Device
>;

const icon = (Icon: typeof Sun, label: string) => (
  <>
    <Icon aria-hidden />
    <span className="sr-only">{label}</span>
  </>
);

/** The live widget with unsaved changes, and what surrounds it at a visitor's. */
export function Preview({ values }: { values: Values }) {
  const [device, setDevice] = useState<keyof typeof DEVICES>('desktop');
  const ownTheme = useShownTheme();
  const [theme, setTheme] = useState<'light' | 'dark'>(ownTheme);
  const [language, setLanguage] = useState<Visitor['language']>('en');
  const isOpenLanguage = values.language === 'auto';
  const shownLanguage = values.language === 'auto' ? language : values.language;
  return (
    <section aria-label="Preview" className="grid grid-cols-1 gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <SegmentedControl
          label="Device"
          value={device}
          onChange={setDevice}
          options={[
            { value: 'desktop', label: icon(Monitor, 'Desktop') },
            { value: 'phone', label: icon(Smartphone, 'Phone') },
          ]}
        />
        <SegmentedControl
          label="The visitor’s theme"
          value={theme}
          onChange={setTheme}
          options={[
            { value: 'light', label: icon(Sun, 'Light') },
            { value: 'dark', label: icon(Moon, 'Dark') },
          ]}
        />
        <Field label="Language of the page" hideLabel className="min-w-36 flex-1">
          <Select
            value={shownLanguage}
            onChange={setLanguage}
            options={LANGUAGES}
            disabled={!isOpenLanguage}
            title={isOpenLanguage ? undefined : 'The widget’s language is set to this one'}
          />
        </Field>
      </div>
      <Frame values={values} visitor={{ theme, language }} device={DEVICES[device]} />
      <p className="text-[0.8125rem] text-soft">
        This is the real widget with an example conversation: nothing you ask here is sent or counted. Escape closes it.
      </p>
    </section>
  );
}
