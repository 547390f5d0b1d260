import { Check } from 'lucide-react';
import { Card } from '@/components/Card';
import { ColorField } from '@/components/ColorField';
import { Field } from '@/components/Field';
import { SegmentedControl } from '@/components/SegmentedControl';
import { Tooltip } from '@/components/Tooltip';
import { textOn } from '../contrast';
import type { WidgetForm } from './form';
import { LogoField } from './LogoField';

const PRESETS = [
  { name: 'Blue', color: '#2563eb' },
  { name: 'Indigo', color: '#4f46e5' },
  { name: 'Violet', color: '#7c3aed' },
  { name: 'Pink', color: '#db2777' },
  { name: 'Red', color: '#dc2626' },
  { name: 'Orange', color: '#c2410c' },
  { name: 'Yellow', color: '#facc15' },
  { name: 'Green', color: '#15803d' },
  { name: 'Teal', color: '#0f766e' },
  { name: 'Night', color: '#0f172a' },
];

export function AppearanceCard({ form }: { form: WidgetForm }) {
  const { primaryColor, theme, position, logo } = form.values;
  return (
    <Card title="Appearance">
      <div className="grid gap-5">
        <div>
          <Field label="Brand colour" error={form.errors.primaryColor} hint={<ContrastNote color={primaryColor} />}>
            <ColorField {...form.input('primaryColor')} />
          </Field>
          <Presets color={primaryColor} onChoose={(color) => form.set('primaryColor', color)} />
        </div>
        <div className="flex flex-wrap gap-x-8 gap-y-5">
          <div>
            <p className="mb-1.5 font-medium">Theme</p>
            <SegmentedControl
              label="Theme"
              value={theme}
              onChange={(value) => form.set('theme', value)}
              options={[
                { value: 'auto', label: 'Automatic' },
                { value: 'light', label: 'Light' },
                { value: 'dark', label: 'Dark' },
              ]}
            />
          </div>
          <div>
            <p className="mb-1.5 font-medium">Position</p>
            <SegmentedControl
              label="Position"
              value={position}
              onChange={(value) => form.set('position', value)}
              options={[
                { value: 'bottom-left', label: 'Bottom left' },
                { value: 'bottom-right', label: 'Bottom right' },
              ]}
            />
          </div>
        </div>
        <LogoField value={logo} onChange={(value) => form.set('logo', value)} error={form.errors.logo} />
      </div>
    </Card>
  );
}

/** What the widget writes on the colour, so that it can be read. */
function ContrastNote({ color }: { color: string }) {
  const text = textOn(color);
  return (
    <span className="flex items-center gap-2">
      <span
        aria-hidden
        className="inline-flex h-6 items-center rounded-md px-2 text-xs font-semibold"
        style={{ background: text.background, color: text.color }}
      >
        Aa
      </span>
      <span>
        Text on {text.background === color ? 'it' : 'a darker shade of it'} is {text.name}, contrast{' '}
        {text.ratio.toFixed(1)} to 1. Links are darkened or lightened until they can be read.
      </span>
    </span>
  );
}

function Presets({ color, onChoose }: { color: string; onChoose: (color: string) => void }) {
  return (
    <fieldset className="mt-3">
      <legend className="sr-only">Suggested colours</legend>
      <div className="flex flex-wrap gap-2">
        {PRESETS.map((preset) => (
          <Tooltip key={preset.color} text={preset.name}>
            <button
              type="button"
              aria-label={preset.name}
              aria-pressed={preset.color === color}
              onClick={() => onChoose(preset.color)}
              className="flex size-8 items-center justify-center rounded-full border border-edge max-sm:size-10"
              style={{ background: preset.color, color: textOn(preset.color).color }}
            >
              {preset.color === color && <Check aria-hidden className="size-4" />}
            </button>
          </Tooltip>
        ))}
      </div>
    </fieldset>
  );
}
