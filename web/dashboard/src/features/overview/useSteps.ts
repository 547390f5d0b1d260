import { useQuery } from '@tanstack/react-query';
import { installationQuery, widgetQuery } from '@/api/clientQueries';
import { useClient } from '@/lib/currentClient';
import { hasDocumentQuery, LOOK_AGAIN, recentQuery } from './api';
import { stepsOf } from './steps';
import { isStyled } from './styled';

/** The steps as they stand; they tick themselves when what they ask for is there. */
export function useSteps() {
  const client = useClient();
  const documents = useQuery(hasDocumentQuery(client.id));
  const widget = useQuery(widgetQuery(client.id));
  const installation = useQuery({
    ...installationQuery(client.id),
    refetchInterval: ({ state }) => (state.data?.seen.length ? false : LOOK_AGAIN),
  });
  const recent = useQuery(recentQuery(client.id));
  const steps = stepsOf(client, {
    hasDocument: documents.data,
    isStyled: widget.data && isStyled(widget.data),
    isInstalled: installation.data && installation.data.seen.length > 0,
    wasAsked: recent.data && recent.data.length > 0,
  });
  return { steps, isLoading: [documents, widget, installation, recent].some(({ isPending }) => isPending) };
}
