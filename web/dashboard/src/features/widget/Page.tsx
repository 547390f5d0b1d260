import { Navigate, Route, Routes } from 'react-router';
import { PageHeader } from '@/components/PageHeader';
import { PageTabs } from '@/components/PageTabs';
import { DesignPage } from './design/DesignPage';
import { InstallPage } from './install/InstallPage';

const PARTS = [
  { path: '', title: 'Design' },
  { path: 'install', title: 'Install' },
];

export default function WidgetPage() {
  return (
    <>
      <PageHeader
        title="Widget"
        description="The chat button on your site: how it looks, what it says, and how it gets there."
      />
      <PageTabs label="Widget" page="widget" parts={PARTS} />
      <Routes>
        <Route index element={<DesignPage />} />
        <Route path="install" element={<InstallPage />} />
        <Route path="*" element={<Navigate to=".." replace />} />
      </Routes>
    </>
  );
}
