import clsx from 'clsx';
import { ChevronDown, CircleCheck, CircleDashed } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { Button } from '@/components/Button';
import { Skeleton } from '@/components/Skeleton';
import { useClient } from '@/lib/currentClient';
import { lastHeight, rememberHeight } from './remembered';
import type { Step } from './steps';
import { useSteps } from './useSteps';

const FRAME = 'rounded-xl border border-line bg-surface shadow-card';

/** The way to the first question; one line once it is gone. */
export function SetUp() {
  const client = useClient();
  const { steps, isLoading } = useSteps();
  const done = steps.filter((step) => step.done).length;
  const isComplete = done === steps.length;
  const frame = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a step that is done is less high
  useEffect(() => {
    if (frame.current) rememberHeight(client.id, frame.current.offsetHeight);
  }, [client.id, isLoading, done]);

  if (isLoading) {
    const height = lastHeight(client.id);
    return (
      <div style={height ? { height } : undefined} className={clsx(!height && 'h-200 sm:h-125 xl:h-120')}>
        <Skeleton className="h-full rounded-xl" />
      </div>
    );
  }
  if (!isComplete) {
    return (
      <section ref={frame} aria-labelledby="set-up" className={FRAME}>
        <div className="p-5 sm:px-6">
          <div className="flex flex-wrap items-baseline justify-between gap-x-4">
            <h2 id="set-up" className="text-[0.9375rem] font-semibold">
              Set up your chat
            </h2>
            <p className="text-[0.8125rem] text-soft">
              {done} of {steps.length} done
            </p>
          </div>
          <div aria-hidden className="mt-3 h-1.5 overflow-hidden rounded-full bg-muted">
            <div
              className="h-full rounded-full bg-accent transition-[width] duration-300"
              style={{ width: `${(done / steps.length) * 100}%` }}
            />
          </div>
        </div>
        <StepList steps={steps} />
      </section>
    );
  }
  return (
    <details
      ref={(element) => {
        frame.current = element;
      }}
      className={clsx(FRAME, 'group')}
    >
      <summary className="flex h-14 list-none items-center gap-3 rounded-xl px-5 font-semibold sm:px-6 [&::-webkit-details-marker]:hidden">
        <CircleCheck aria-hidden className="size-5 text-success-fg" />
        Your chat is set up
        <ChevronDown aria-hidden className="ml-auto size-4 text-soft transition-transform group-open:rotate-180" />
      </summary>
      <StepList steps={steps} />
    </details>
  );
}

function StepList({ steps }: { steps: readonly Step[] }) {
  const next = steps.find((step) => step.done === false);
  return (
    <ol className="border-t border-line">
      {steps.map((step) => (
        <StepRow key={step.title} step={step} isNext={step === next} />
      ))}
    </ol>
  );
}

function StepRow({ step, isNext }: { step: Step; isNext: boolean }) {
  const Icon = step.done ? CircleCheck : CircleDashed;
  return (
    <li
      className={clsx(
        'flex flex-wrap items-center gap-x-4 gap-y-3 border-b border-line px-5 py-3.5 last:border-b-0 sm:flex-nowrap sm:px-6',
        isNext && 'bg-tint',
      )}
    >
      <Icon aria-hidden className={clsx('size-5 shrink-0', step.done ? 'text-success-fg' : 'text-soft')} />
      <div className="min-w-0 flex-1 basis-48">
        <p className={clsx('font-medium', step.done && 'text-soft')}>
          {step.title}
          <span className="sr-only">{step.done ? ' (done)' : step.done === false && ' (to do)'}</span>
        </p>
        {!step.done && (
          <p className="text-[0.8125rem] text-soft">
            {step.done === undefined ? 'Whether this is done could not be found out just now.' : step.text}
          </p>
        )}
      </div>
      {!step.done && (
        <Button asChild size="small" variant={isNext ? 'primary' : 'secondary'} className="max-sm:ml-9">
          <Link to={step.to}>{step.action}</Link>
        </Button>
      )}
    </li>
  );
}
