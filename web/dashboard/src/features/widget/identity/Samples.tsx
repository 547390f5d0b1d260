import { useState } from 'react';
import { SegmentedControl } from '@/components/SegmentedControl';
import { CodeBlock } from '../CodeBlock';
import { PAGE_SAMPLE, SERVER_SAMPLES } from './samples';

/** The two pieces of code that a site with users needs. */
export function Samples() {
  const [language, setLanguage] = useState<(typeof SERVER_SAMPLES)[number]['value']>('node');
  const sample = SERVER_SAMPLES.find(({ value }) => value === language) ?? SERVER_SAMPLES[0];
  return (
    <div className="grid grid-cols-1 gap-4">
      <p className="text-soft">
        1. Your server signs the user’s id with the secret. Keep the secret there: never in a page or an app.
      </p>
      <SegmentedControl label="Server’s language" value={language} onChange={setLanguage} options={SERVER_SAMPLES} />
      <CodeBlock label={`Signing in ${sample.label}`} code={sample.code} />
      <p className="text-soft">2. The page says who is logged in, on every load.</p>
      <CodeBlock label="Code for the page" code={PAGE_SAMPLE} />
    </div>
  );
}
