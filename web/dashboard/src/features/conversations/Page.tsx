import { Navigate, Route, Routes } from 'react-router';
import { useClient } from '@/lib/currentClient';
import { Inbox } from './Inbox';

export default function ConversationsPage() {
  const client = useClient();
  return (
    <Routes>
      <Route path=":conversationId?" element={<Inbox />} />
      <Route path="*" element={<Navigate to={`/clients/${client.id}/conversations`} replace />} />
    </Routes>
  );
}
