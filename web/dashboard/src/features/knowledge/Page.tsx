import { Navigate, Outlet, Route, Routes } from 'react-router';
import { PageHeader } from '@/components/PageHeader';
import { DocumentPage } from './documents/DocumentPage';
import { DocumentsPage } from './documents/DocumentsPage';
import { NewTextPage } from './documents/NewTextPage';
import { KnowledgeTabs } from './KnowledgeTabs';
import { PromptPage } from './prompt/PromptPage';
import { TagsPage } from './tags/TagsPage';
import { TestPage } from './test/TestPage';
import { TokensPage } from './tokens/TokensPage';

export default function KnowledgePage() {
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
      <Route path="*" element={<Navigate to="documents" replace />} />
    </Routes>
  );
}

const Parts = () => (
  <>
    <PageHeader title="Knowledge" description="What your visitors’ questions are answered from." />
    <KnowledgeTabs />
    <Outlet />
  </>
);
