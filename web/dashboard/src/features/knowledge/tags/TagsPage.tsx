import { useQuery } from '@tanstack/react-query';
import { Pencil, Plus, Tags, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { EmptyState } from '@/components/EmptyState';
import { ErrorNotice } from '@/components/ErrorNotice';
import { IconButton } from '@/components/IconButton';
import { Link } from '@/components/Link';
import { Skeleton } from '@/components/Skeleton';
import { type Column, Table } from '@/components/Table';
import { toast } from '@/components/toast';
import { useClient } from '@/lib/currentClient';
import { plural } from '@/lib/format';
import { type Tag, tagsQuery, useDeleteTag } from '../api';
import { PartHeader } from '../PartHeader';
import { TagDialog } from './TagDialog';

export function TagsPage() {
  const client = useClient();
  const { data: tags, error, refetch } = useQuery(tagsQuery(client.id));
  const remove = useDeleteTag(client.id);
  // The dialogs keep what they were opened for while they close.
  const [edited, setEdited] = useState<Tag | null>(null);
  const [doomed, setDoomed] = useState<Tag | null>(null);
  const [openings, setOpenings] = useState(0);
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null);

  function edit(tag: Tag | null) {
    setEdited(tag);
    setOpenings(openings + 1);
    setOpen('edit');
  }
  async function deleteIt() {
    if (!doomed) return;
    await remove.mutateAsync(doomed.id);
    toast.success(`Tag “${doomed.name}” deleted`);
  }
  const documents = (tag: Tag) => `/clients/${client.id}/knowledge/documents?tag=${tag.id}`;

  const columns: Column<Tag>[] = [
    {
      title: 'Name',
      main: true,
      cell: ({ name }) => <span className="font-medium wrap-anywhere sm:block sm:w-max sm:max-w-56">{name}</span>,
    },
    {
      title: 'Prompt',
      className: 'sm:w-full sm:max-w-0',
      cell: ({ prompt }) => (
        <span className="min-w-0 truncate text-soft sm:block">
          {prompt || <span className="text-faint">None</span>}
        </span>
      ),
    },
    {
      title: 'Documents',
      className: 'whitespace-nowrap',
      cell: (tag) =>
        tag.documents > 0 ? <Link to={documents(tag)}>{plural(tag.documents, 'document')}</Link> : 'None',
    },
    {
      title: 'Actions',
      hideTitle: true,
      align: 'end',
      className: 'whitespace-nowrap max-sm:justify-end!',
      cell: (tag) => (
        <span>
          <IconButton icon={Pencil} label={`Edit ${tag.name}`} onClick={() => edit(tag)} />
          <IconButton
            icon={Trash2}
            danger
            label={`Delete ${tag.name}`}
            onClick={() => {
              setDoomed(tag);
              setOpen('delete');
            }}
          />
        </span>
      ),
    },
  ];

  return (
    <>
      <PartHeader
        title="Tags"
        description="Tags put documents in order. When a question names a tag, its documents come first. A tag’s prompt tells a model or workflow how to answer about its subject; the built-in answerer does not use prompts."
        actions={
          <Button variant="primary" onClick={() => edit(null)}>
            <Plus aria-hidden />
            New tag
          </Button>
        }
      />
      {error && !tags ? (
        <ErrorNotice title="The tags could not be loaded" error={error} onRetry={() => refetch()} />
      ) : !tags ? (
        <Skeleton className="h-64 rounded-xl" />
      ) : (
        <Card flush>
          {tags.length === 0 ? (
            <EmptyState
              icon={Tags}
              title="No tags yet"
              action={
                <Button variant="primary" onClick={() => edit(null)}>
                  <Plus aria-hidden />
                  New tag
                </Button>
              }
            >
              Name them after subjects that visitors ask about: Venue, Programme, Tickets. Then give them to documents,
              on a document’s page or to many at once in the list.
            </EmptyState>
          ) : (
            <Table caption="Tags" columns={columns} rows={tags} rowKey={({ id }) => id} />
          )}
        </Card>
      )}
      <TagDialog key={openings} tag={edited} open={open === 'edit'} onOpenChange={() => setOpen(null)} />
      <ConfirmDialog
        open={open === 'delete'}
        onOpenChange={() => setOpen(null)}
        title={`Delete the tag “${doomed?.name ?? ''}”?`}
        action="Delete tag"
        onConfirm={deleteIt}
      >
        <p>
          {doomed && doomed.documents > 0
            ? `${plural(doomed.documents, 'document')} lose it, and stay. Its prompt is gone.`
            : 'No document has it. Its prompt is gone.'}
        </p>
      </ConfirmDialog>
    </>
  );
}
