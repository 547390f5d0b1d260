import { GraduationCap } from 'lucide-react';
import { Link as RouterLink } from 'react-router';
import { Badge } from '@/components/Badge';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { RelativeTime } from '@/components/DateText';
import { Link } from '@/components/Link';
import type { Column } from '@/components/Table';
import { clientLinks } from '@/lib/clientLinks';
import { useClient } from '@/lib/currentClient';
import { formatNumber, formatPercent } from '@/lib/format';
import type { Analytics, AskedQuestion } from './api';
import { ExportButton } from './ExportButton';
import { FirstRows } from './FirstRows';
import type { Range } from './range';

interface QuestionTableProps {
  data: Analytics | undefined;
  range: Range;
}

const asked: Column<AskedQuestion> = { title: 'Asked', align: 'end', cell: (row) => `${formatNumber(row.asked)}×` };
const last: Column<AskedQuestion> = { title: 'Last asked', cell: (row) => <RelativeTime value={row.lastAskedAt} /> };

export function UnansweredQuestions({ data, range }: QuestionTableProps) {
  const { id } = useClient();
  const columns: Column<AskedQuestion>[] = [
    questionColumn(id),
    { title: 'No answer', align: 'end', cell: (row) => `${formatNumber(row.unanswered)}×` },
    asked,
    last,
    { title: 'Teach', hideTitle: true, align: 'end', cell: (row) => <Teach question={row.question} /> },
  ];
  return (
    <Card
      flush
      title="Unanswered questions"
      description="What your documents do not say yet. A question opens the conversation it was asked in last."
      actions={<ExportButton table="unansweredQuestions" range={range} name="unanswered questions" />}
    >
      <FirstRows
        caption="Unanswered questions"
        columns={columns}
        rows={data?.unansweredQuestions}
        rowKey={keyOf}
        none="Every question found an answer."
      />
    </Card>
  );
}

export function PopularQuestions({ data, range }: QuestionTableProps) {
  const { id } = useClient();
  const columns: Column<AskedQuestion>[] = [
    questionColumn(id),
    asked,
    {
      title: 'Answered',
      align: 'end',
      cell: ({ unansweredShare: share }) => (
        <Badge tone={share > 0.5 ? 'warning' : share > 0 ? 'neutral' : 'success'}>{formatPercent(1 - share)}</Badge>
      ),
    },
    last,
  ];
  return (
    <Card
      flush
      title="Popular questions"
      description="Questions that share most of their words are one."
      actions={<ExportButton table="popularQuestions" range={range} name="popular questions" />}
    >
      <FirstRows
        caption="Popular questions"
        columns={columns}
        rows={data?.popularQuestions}
        rowKey={keyOf}
        none="Nothing was asked in these days."
      />
    </Card>
  );
}

const questionColumn = (clientId: string): Column<AskedQuestion> => ({
  title: 'Question',
  main: true,
  className: 'sm:w-full',
  cell: (row) => (
    <Link to={clientLinks.conversation(clientId, row.conversationId)} className="wrap-anywhere">
      <bdi>{row.question}</bdi>
    </Link>
  ),
});

const keyOf = (row: AskedQuestion) => `${row.conversationId} ${row.question}`;

function Teach({ question }: { question: string }) {
  const { id } = useClient();
  return (
    <Button asChild size="small">
      <RouterLink to={clientLinks.teach(id, question)}>
        <GraduationCap aria-hidden />
        Teach the answer
        <span className="sr-only"> to “{question}”</span>
      </RouterLink>
    </Button>
  );
}
