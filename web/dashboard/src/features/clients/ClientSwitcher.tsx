import { useQuery } from '@tanstack/react-query';
import { Check, ChevronsUpDown, List, Pencil, Plus } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '@/components/Menu';
import { useClient } from '@/lib/currentClient';
import { later } from '@/lib/later';
import { clientsQuery } from './api';

const NewClientDialog = later(() => import('./NewClientDialog'));
const RenameClientDialog = later(() => import('./RenameClientDialog'));

/** The open client, and the way to the others. */
export default function ClientSwitcher() {
  const current = useClient();
  const { data: clients = [] } = useQuery(clientsQuery);
  const [creating, setCreating] = useState(false);
  const [renaming, setRenaming] = useState(false);
  return (
    <>
      <Menu
        align="start"
        className="w-64"
        trigger={
          <button
            type="button"
            aria-label={`Client: ${current.name}. Switch client`}
            className="flex h-11 w-full min-w-0 items-center gap-2.5 rounded-lg border border-line bg-surface px-2.5 text-left shadow-card hover:bg-muted"
          >
            <Initial name={current.name} />
            <span className="min-w-0 flex-1 truncate font-medium">{current.name}</span>
            <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-soft" />
          </button>
        }
      >
        <MenuLabel>Clients</MenuLabel>
        {/* So many that they fill the screen must not push away what stands below them. */}
        <div className="max-h-[min(24rem,50dvh)] overflow-y-auto">
          {clients.map((client) => (
            <MenuItem key={client.id} asChild>
              <Link to={`/clients/${client.id}/overview`} aria-current={client.id === current.id || undefined}>
                <Initial name={client.name} />
                <span className="min-w-0 flex-1 truncate">{client.name}</span>
                {client.id === current.id && <Check aria-hidden />}
              </Link>
            </MenuItem>
          ))}
        </div>
        <MenuSeparator />
        <MenuItem icon={Plus} onSelect={() => setCreating(true)}>
          New client
        </MenuItem>
        <MenuItem icon={Pencil} onSelect={() => setRenaming(true)}>
          Rename this client
        </MenuItem>
        <MenuItem asChild>
          <Link to="/clients">
            <List aria-hidden />
            All clients
          </Link>
        </MenuItem>
      </Menu>
      {creating && <NewClientDialog open onOpenChange={setCreating} />}
      {renaming && <RenameClientDialog client={current} open onOpenChange={setRenaming} />}
    </>
  );
}

const Initial = ({ name }: { name: string }) => (
  <span
    aria-hidden
    // Drawn, not written: it is no part of what the button around it says.
    data-initial={Array.from(name.trim())[0]}
    className="flex size-6 shrink-0 items-center justify-center rounded-md bg-tint text-xs font-semibold text-link uppercase before:content-[attr(data-initial)]"
  />
);
