import { ChartColumn } from 'lucide-react';
import { Link as RouterLink, useSearchParams } from 'react-router';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { EmptyState } from '@/components/EmptyState';
import { clientLinks } from '@/lib/clientLinks';
import { useClient } from '@/lib/currentClient';

/** Instead of charts that are all zero. `hadMore`: something was asked in the range before. */
export function NothingAsked({ hadMore }: { hadMore: boolean }) {
  const { id } = useClient();
  const [params, setParams] = useSearchParams();
  const isLongest = params.get('range') === '3m';
  return (
    <Card flush>
      <EmptyState
        icon={ChartColumn}
        title="Nothing was asked in these days"
        action={
          <>
            {(hadMore || !isLongest) && (
              <Button onClick={() => setParams({ range: '3m' })}>Look at the last three months</Button>
            )}
            {!hadMore && (
              <Button asChild variant="primary">
                <RouterLink to={clientLinks.install(id)}>Put the widget on your site</RouterLink>
              </Button>
            )}
          </>
        }
      >
        When visitors ask the widget, you see here how much and when, what they ask most, what finds no answer, and how
        content they are.
      </EmptyState>
    </Card>
  );
}
