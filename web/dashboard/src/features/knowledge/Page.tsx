import { Navigate, Outlet, Route, Routes } from 'react-router';
import { PageHeader } from '@/components/PageHeader';
import { PageTabs } from '@/components/PageTabs';
import { useClient } from '@/lib/currentClient';
import { DocumentPage } from './documents/DocumentPage';
import { DocumentsPage } from './documents/DocumentsPage';
import { NewTextPage } from './documents/NewTextPage';
import { PromptPage } from './prompt/PromptPage';
import { TagsPage } from './tags/TagsPage';
import { TestPage } from './test/TestPage';
import { TokensPage } from './tokens/TokensPage';

const PARTS = [
  { path: 'documents', title: 'Documents' },
  { path: 'tags', title: 'Tags' },
  { path: 'prompt', title: 'Main prompt' },
  { path: 'test', title: 'Test a question' },
  { path: 'tokens', title: 'Access tokens' },
];

export default function KnowledgePage() {
  const { id } = useClient();
  return (
    <Routes>
      <Route path="documents/new" element={<NewTextPage />} />
      <Route path="documents/:documentId" element={<DocumentPage />} />
      <Route element={<Parts />}>
        <Route path="documents" element={<DocumentsPage />} />
        <Route path="tags" element={<TagsPage />} />
        <Route path="prompt" element={<PromptPage />} />
        <Route path="test" element={<TestPage />} />
        <Route path="tokens" element={<TokensPage />} />
      </Route>
      <Route path="*" element={<Navigate to={`/clients/${id}/knowledge/documents`} replace />} />
    </Routes>
  );
}

const Parts = () => (
  <>
    <PageHeader title="Knowledge" description="What your visitors’ questions are answered from." />
    <PageTabs label="Knowledge" page="knowledge" parts={PARTS} />
    <Outlet />
  </>
);
