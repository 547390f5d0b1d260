import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Badge } from '@/components/Badge';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { DateText } from '@/components/DateText';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Skeleton } from '@/components/Skeleton';
import { toast } from '@/components/toast';
import { plural } from '@/lib/format';
import { secondFactorQuery, useTurnOff } from './api';
import { NewCodesDialog } from './NewCodesDialog';
import { ProofDialog } from './ProofDialog';
import { SetUpDialog } from './SetUpDialog';

/** Few enough to make new ones soon. */
const FEW = 3;

/** Whether a code is asked for at log-in, and what can be done about it. */
export function SecondFactorCard() {
  const { data: state, error, refetch } = useQuery(secondFactorQuery);
  const turnOff = useTurnOff();
  const [dialog, setDialog] = useState<'set-up' | 'codes' | 'off'>();
  const close = () => setDialog(undefined);
  return (
    <Card
      title="Second factor"
      description="A code from your phone at every log-in, so that a stolen password is not enough."
      actions={
        state?.enabled ? (
          <>
            <Button size="small" onClick={() => setDialog('codes')}>
              New recovery codes
            </Button>
            <Button size="small" onClick={() => setDialog('off')}>
              Turn off
            </Button>
          </>
        ) : (
          <Button size="small" disabled={!state} onClick={() => setDialog('set-up')}>
            Set up
          </Button>
        )
      }
    >
      {error && !state ? (
        <ErrorNotice title="It could not be loaded" error={error} onRetry={() => refetch()} />
      ) : state ? (
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          {state.enabled ? (
            <>
              <Badge tone="success">On</Badge>
              {state.enabledAt && (
                <span className="text-soft">
                  since <DateText value={state.enabledAt} />
                </span>
              )}
              <span className={state.recoveryCodesLeft <= FEW ? 'text-warning-fg' : 'text-soft'}>
                · {plural(state.recoveryCodesLeft, 'recovery code')} left
              </span>
            </>
          ) : (
            <Badge>Off</Badge>
          )}
        </p>
      ) : (
        <Skeleton className="h-6 w-40" />
      )}
      {dialog === 'set-up' && <SetUpDialog onClose={close} />}
      {dialog === 'codes' && <NewCodesDialog onClose={close} />}
      {dialog === 'off' && (
        <ProofDialog
          title="Turn the second factor off?"
          description="From then on your password alone is enough to log in. The recovery codes are deleted."
          action="Turn off"
          danger
          onClose={close}
          onProof={async (proof) => {
            await turnOff.mutateAsync(proof);
            toast.success('The second factor is off');
            close();
          }}
        />
      )}
    </Card>
  );
}
