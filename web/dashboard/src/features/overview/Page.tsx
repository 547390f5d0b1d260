import { PageHeader } from '@/components/PageHeader';
import { KeyCard } from './KeyCard';
import { Recent } from './Recent';
import { SetUp } from './SetUp';
import { Unanswered } from './Unanswered';
import { Week } from './Week';

export default function OverviewPage() {
  return (
    <>
      <PageHeader title="Overview" />
      <div className="grid grid-cols-1 gap-6 sm:gap-8">
        <SetUp />
        <Week />
        <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <Recent />
          <div className="grid grid-cols-1 gap-6">
            <Unanswered />
            <KeyCard />
          </div>
        </div>
      </div>
    </>
  );
}
