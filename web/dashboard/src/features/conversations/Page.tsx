import { PageHeader } from '@/components/PageHeader';

export default function ConversationsPage() {
  return <PageHeader title="Conversations" />;
}
