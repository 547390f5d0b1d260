import { useNavigate } from 'react-router';
import { Dialog } from '@/components/Dialog';
import { NewClientForm } from './NewClientForm';

interface NewClientDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export default function NewClientDialog({ open, onOpenChange }: NewClientDialogProps) {
  const navigate = useNavigate();
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="New client"
      description="A client is one conference, with a chat, documents and figures of its own."
    >
      <NewClientForm
        onCreated={(client) => {
          onOpenChange(false);
          navigate(`/clients/${client.id}/overview`);
        }}
      />
    </Dialog>
  );
}
