import { Navigate, Route, Routes } from 'react-router';
import { PageHeader } from '@/components/PageHeader';
import { DesignPage } from './design/DesignPage';
import { InstallPage } from './install/InstallPage';
import { WidgetTabs } from './WidgetTabs';

export default function WidgetPage() {
  return (
    <>
      <PageHeader
        title="Widget"
        description="The chat button on your site: how it looks, what it says, and how it gets there."
      />
      <WidgetTabs />
      <Routes>
        <Route index element={<DesignPage />} />
        <Route path="install" element={<InstallPage />} />
        <Route path="*" element={<Navigate to=".." replace />} />
      </Routes>
    </>
  );
}
