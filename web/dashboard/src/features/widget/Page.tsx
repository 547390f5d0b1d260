import { PageHeader } from '@/components/PageHeader';

export default function WidgetPage() {
  return <PageHeader title="Widget" />;
}
