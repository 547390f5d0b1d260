import { useQuery } from '@tanstack/react-query';
import { ChevronRight, CircleAlert } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { DateText } from '@/components/DateText';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Skeleton } from '@/components/Skeleton';
import { Switch } from '@/components/Switch';
import { useClient } from '@/lib/currentClient';
import { type Identity, identityQuery } from '../api';
import type { WidgetForm } from '../design/form';
import { Samples } from './Samples';
import { SecretDialogs, type SecretStep } from './SecretDialogs';

/** Who may ask: everybody, or only those whom the organiser's site vouches for. */
export function LoginCard({ form }: { form: WidgetForm }) {
  const client = useClient();
  const { data: identity, error, refetch } = useQuery(identityQuery(client.id));
  const [step, setStep] = useState<SecretStep | null>(null);
  const { requireLogin } = form.values;
  return (
    <Card
      title="Visitors who log in"
      description="If people log in on your site, it can tell the widget who is asking: you see their names in the conversations, and can close the chat to everybody else."
    >
      <div className="grid grid-cols-1 gap-5">
        {error && !identity ? (
          <ErrorNotice title="The identity secret could not be looked up" error={error} onRetry={() => refetch()} />
        ) : identity ? (
          <Secret identity={identity} onStep={setStep} />
        ) : (
          <Skeleton className="h-18 rounded-lg" />
        )}
        <div>
          <Switch
            label="Require login"
            hint={
              identity?.hasSecret === false
                ? 'Make an identity secret first: without one nobody could prove who they are.'
                : 'Only visitors whom your site has identified may ask. Others are told to log in.'
            }
            checked={requireLogin}
            onChange={(value) => form.set('requireLogin', value)}
            disabled={!identity?.hasSecret && !requireLogin}
          />
          {form.errors.requireLogin && (
            <p role="alert" className="mt-1.5 flex gap-1.5 text-[0.8125rem] text-danger-fg">
              <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
              {form.errors.requireLogin}
            </p>
          )}
        </div>
        <details className="group">
          <summary className="flex list-none items-center gap-1.5 rounded-md font-medium text-link [&::-webkit-details-marker]:hidden">
            <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
            How to identify visitors
          </summary>
          <div className="mt-4">
            <Samples />
          </div>
        </details>
      </div>
      <SecretDialogs step={step} onStep={setStep} onDeleted={() => form.dirty && form.set('requireLogin', false)} />
    </Card>
  );
}

function Secret({ identity, onStep }: { identity: Identity; onStep: (step: SecretStep) => void }) {
  const { hasSecret, hint, createdAt, previousUntil } = identity;
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-line bg-canvas p-4">
      <div className="min-w-0">
        <p className="font-medium">Identity secret</p>
        <p className="mt-0.5 text-[0.8125rem] text-soft">
          {hasSecret ? (
            <>
              Ends with <code className="font-mono">{hint}</code>
              {createdAt && (
                <>
                  , made on <DateText value={createdAt} />
                </>
              )}
              .{' '}
              {previousUntil && (
                <>
                  The one before is good until <DateText value={previousUntil} time />.
                </>
              )}
            </>
          ) : (
            'None yet. Your server signs the ids of your users with it.'
          )}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        {hasSecret ? (
          <>
            <Button size="small" onClick={() => onStep('rotate')}>
              New secret
            </Button>
            <Button size="small" variant="ghost" onClick={() => onStep('remove')}>
              Remove
            </Button>
          </>
        ) : (
          <Button size="small" onClick={() => onStep('make')}>
            Make a secret
          </Button>
        )}
      </div>
    </div>
  );
}
