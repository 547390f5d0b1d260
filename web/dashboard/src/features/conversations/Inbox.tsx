import { useInfiniteQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { Download, MessagesSquare, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { Button } from '@/components/Button';
import { PageHeader } from '@/components/PageHeader';
import { useClient } from '@/lib/currentClient';
import { listQuery } from './api';
import { ConversationList } from './ConversationList';
import { DeleteDialog } from './DeleteDialog';
import { ExportDialog } from './ExportDialog';
import { FilterBar } from './FilterBar';
import { readFilters } from './filters';
import { Reader } from './Reader';

/** The list, and beside it what is read; on narrow screens one after the other. */
export function Inbox() {
  const client = useClient();
  const { conversationId } = useParams();
  const [params] = useSearchParams();
  const filters = readFilters(params);
  const [dialog, setDialog] = useState<'export' | 'delete' | null>(null);
  useKeptFocus(conversationId);
  const whileList = conversationId && 'max-lg:hidden';
  const { data: list, error } = useInfiniteQuery(listQuery(client.id, filters));
  // Beside a list that says that there is nothing, there is nothing to choose.
  const isAlone = !conversationId && (list ? list.pages[0]?.conversations.length === 0 : error !== null);
  const pane = 'rounded-xl border border-line bg-surface shadow-card lg:h-[calc(100dvh-14rem)] lg:min-h-96';
  return (
    <>
      <div className={clsx(conversationId && 'max-lg:sr-only')}>
        <PageHeader
          title="Conversations"
          description="What visitors asked, and what they were told."
          actions={
            <div className={clsx('flex flex-wrap gap-2', whileList)}>
              <Button onClick={() => setDialog('export')}>
                <Download aria-hidden />
                Export
              </Button>
              <Button onClick={() => setDialog('delete')}>
                <Trash2 aria-hidden />
                Delete many
              </Button>
            </div>
          }
        />
      </div>
      <div className={clsx('mb-4', whileList)}>
        <FilterBar />
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,22rem)_minmax(0,1fr)]">
        <section
          aria-label="List of conversations"
          className={clsx(pane, 'flex flex-col overflow-hidden', whileList, isAlone && 'lg:col-span-2')}
        >
          <ConversationList filters={filters} openId={conversationId} />
        </section>
        <section
          aria-label="Conversation"
          className={clsx(pane, 'overflow-hidden', !conversationId && 'max-lg:hidden', isAlone && 'lg:hidden')}
        >
          {conversationId ? <Reader key={conversationId} conversationId={conversationId} /> : <Nothing />}
        </section>
      </div>
      <ExportDialog
        open={dialog === 'export'}
        onClose={() => setDialog(null)}
        clientName={client.name}
        filters={filters}
      />
      <DeleteDialog open={dialog === 'delete'} onClose={() => setDialog(null)} />
    </>
  );
}

/** When what was read goes away with the focus in it, such as a deleted conversation, the page takes the focus. */
function useKeptFocus(conversationId: string | undefined) {
  useEffect(() => {
    if (!conversationId) return;
    return () => {
      setTimeout(() => {
        if (document.activeElement === document.body) document.getElementById('main')?.focus({ preventScroll: true });
      });
    };
  }, [conversationId]);
}

const Nothing = () => (
  <div className="flex h-full flex-col items-center justify-center gap-3 p-8 text-center text-soft">
    <MessagesSquare aria-hidden className="size-6" />
    <p>Choose a conversation to read it here.</p>
  </div>
);
