import { CircleAlert, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/Button';
import { FileDrop } from '@/components/FileDrop';
import { ACCEPT, LogoError, logoOf } from './logoFile';

interface LogoFieldProps {
  value: string | null;
  onChange: (address: string | null) => void;
  error: string | undefined;
}

/** The picture in the chat's header. It is made small here, and saved with all else. */
export function LogoField({ value, onChange, error }: LogoFieldProps) {
  const [problem, setProblem] = useState<string | null>(null);

  async function take([file]: File[]) {
    if (!file) return;
    try {
      onChange(await logoOf(file));
      setProblem(null);
    } catch (thrown) {
      setProblem(thrown instanceof LogoError ? thrown.message : 'This picture cannot be read. Choose another one.');
    }
  }

  const wrong = problem ?? error;
  return (
    <div>
      <p className="mb-1.5 font-medium">Logo</p>
      <div className="flex flex-wrap items-stretch gap-3">
        {value && (
          <div className="flex flex-col items-center justify-between gap-2 rounded-xl border border-line bg-canvas p-3 max-sm:w-full">
            <img src={value} alt="The logo" className="size-16 object-contain" />
            <Button
              size="small"
              variant="ghost"
              onClick={() => {
                setProblem(null);
                onChange(null);
              }}
            >
              <Trash2 aria-hidden />
              Remove
            </Button>
          </div>
        )}
        <div className="min-w-56 flex-1">
          <FileDrop
            label={value ? 'Drop another picture, or choose one' : 'Drop a picture, or choose one'}
            hint="Square looks best. It is made smaller for you."
            accept={ACCEPT}
            onFiles={take}
          />
        </div>
      </div>
      {wrong && (
        <p role="alert" className="mt-1.5 flex gap-1.5 text-[0.8125rem] text-danger-fg">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          {wrong}
        </p>
      )}
    </div>
  );
}
