import { Ellipsis, FileUp, Pencil, RotateCw, Trash2 } from 'lucide-react';
import { memo, useRef } from 'react';
import { Link as RouterLink } from 'react-router';
import { Badge } from '@/components/Badge';
import { Checkbox } from '@/components/Checkbox';
import { RelativeTime } from '@/components/DateText';
import { IconButton } from '@/components/IconButton';
import { Link } from '@/components/Link';
import { Menu, MenuItem, MenuSeparator } from '@/components/Menu';
import { type Column, Table } from '@/components/Table';
import { useClient } from '@/lib/currentClient';
import { formatNumber } from '@/lib/format';
import type { KnowledgeDocument } from '../api';
import { ACCEPT } from '../uploads/files';
import { DocumentStatusBadge } from './DocumentStatusBadge';
import { FailureLine } from './FailureLine';
import { kindOf, sizeOf } from './kinds';

interface DocumentTableProps {
  documents: readonly KnowledgeDocument[];
  isSelected: (documentId: string) => boolean;
  /** Where a document's file is, as far as this page knows. */
  fileOf: (documentId: string) => 'sending' | 'sent' | undefined;
  onSelect: (documentId: string, selected: boolean) => void;
  onReplace: (document: KnowledgeDocument, file: File) => void;
  onReprocess: (document: KnowledgeDocument) => void;
  onDelete: (document: KnowledgeDocument) => void;
}

export function DocumentTable({ documents, isSelected, fileOf, onSelect, ...actions }: DocumentTableProps) {
  const columns: Column<KnowledgeDocument>[] = [
    {
      title: 'Title',
      main: true,
      className: 'sm:w-full sm:max-w-0 max-sm:justify-start!',
      cell: (document) => (
        <div className="flex w-full min-w-0 items-start gap-3">
          <Checkbox
            hideLabel
            label={`Select ${document.title}`}
            checked={isSelected(document.id)}
            onChange={(selected) => onSelect(document.id, selected)}
          />
          <Title document={document} />
          <div className="-my-2 -mr-2 sm:hidden">
            <Actions document={document} {...actions} />
          </div>
        </div>
      ),
    },
    {
      title: 'Status',
      cell: (document) => <DocumentStatusBadge document={document} file={fileOf(document.id)} />,
    },
    { title: 'Pages', align: 'end', className: 'tabular-nums max-lg:hidden!', cell: ({ pages }) => count(pages) },
    {
      title: 'Chunks',
      align: 'end',
      className: 'tabular-nums max-lg:hidden!',
      cell: ({ chunkCount }) => count(chunkCount || null),
    },
    {
      title: 'Added',
      className: 'text-soft max-sm:hidden',
      cell: ({ createdAt }) => <RelativeTime value={createdAt} />,
    },
    {
      title: 'Actions',
      hideTitle: true,
      align: 'end',
      // On phones they stand beside the title.
      className: 'max-sm:hidden!',
      cell: (document) => <Actions document={document} {...actions} />,
    },
  ];
  return <Table caption="Documents" columns={columns} rows={documents} rowKey={({ id }) => id} />;
}

const count = (value: number | null) => (value === null ? <span className="text-faint">–</span> : formatNumber(value));

const Title = memo(function Title({ document }: { document: KnowledgeDocument }) {
  const client = useClient();
  const { title, tags } = document;
  return (
    <div className="min-w-0 flex-1">
      <Link to={`/clients/${client.id}/knowledge/documents/${document.id}`} className="block truncate text-fg!">
        {title}
      </Link>
      <div className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-[0.8125rem] text-soft">
        <span>{[kindOf(document), sizeOf(document)].filter(Boolean).join(' · ')}</span>
        {tags.map(({ id, name }) => (
          <Badge key={id}>
            <span className="max-w-40 truncate">{name}</span>
          </Badge>
        ))}
      </div>
      <FailureLine document={document} />
    </div>
  );
});

type ActionsProps = Pick<DocumentTableProps, 'onReplace' | 'onReprocess' | 'onDelete'> & {
  document: KnowledgeDocument;
};

const Actions = memo(function Actions({ document, onReplace, onReprocess, onDelete }: ActionsProps) {
  const client = useClient();
  const file = useRef<HTMLInputElement>(null);
  const isFile = document.fileName !== null;
  return (
    <>
      <input
        ref={file}
        type="file"
        hidden
        accept={ACCEPT}
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          if (chosen) onReplace(document, chosen);
          event.target.value = '';
        }}
      />
      <Menu trigger={<IconButton icon={Ellipsis} label={`Actions for ${document.title}`} />}>
        <MenuItem asChild>
          <RouterLink to={`/clients/${client.id}/knowledge/documents/${document.id}`}>
            <Pencil aria-hidden />
            Open
          </RouterLink>
        </MenuItem>
        {isFile && (
          <MenuItem icon={FileUp} onSelect={() => file.current?.click()}>
            {document.status === 'uploading' ? 'Upload its file' : 'Replace the file'}
          </MenuItem>
        )}
        {document.status !== 'uploading' && (
          <MenuItem icon={RotateCw} disabled={document.status === 'processing'} onSelect={() => onReprocess(document)}>
            Read it again
          </MenuItem>
        )}
        <MenuSeparator />
        <MenuItem icon={Trash2} danger onSelect={() => onDelete(document)}>
          Delete
        </MenuItem>
      </Menu>
    </>
  );
});
