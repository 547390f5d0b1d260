import { ArrowDown, ArrowUp, CircleAlert, Plus, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { Field } from '@/components/Field';
import { IconButton } from '@/components/IconButton';
import { TextInput } from '@/components/TextInput';
import { LIMITS } from '../values';
import type { WidgetForm } from './form';
import { moved } from './move';

const EXAMPLES = ['When do the doors open?', 'Where can I park?', 'Is there vegan food?', 'How do I get a refund?'];

/** What an empty conversation offers to ask. */
export function QuestionsCard({ form }: { form: WidgetForm }) {
  const questions = form.values.suggestedQuestions;
  const list = useRef<HTMLDivElement>(null);
  const [said, setSaid] = useState('');
  /** Where the cursor goes once the rows are as they should be: the first of these that can take it. */
  const [target, setTarget] = useState<string[]>([]);
  useEffect(() => {
    const elements = target.map((selector) => list.current?.querySelector<HTMLElement>(selector));
    elements.find((element) => element && !element.matches(':disabled'))?.focus();
  }, [target]);

  const set = (next: string[]) => form.set('suggestedQuestions', next);
  function add() {
    set([...questions, '']);
    setTarget([`[data-question="${questions.length}"]`]);
  }
  function remove(index: number) {
    set(questions.filter((_, other) => other !== index));
    setSaid('Question removed');
    setTarget([`[data-question="${Math.min(index, questions.length - 2)}"]`, '[data-add]']);
  }
  function move(index: number, by: 1 | -1) {
    set(moved(questions, index, by));
    setSaid(`Moved to place ${index + by + 1} of ${questions.length}`);
    const [same, other] = by === 1 ? ['down', 'up'] : ['up', 'down'];
    setTarget([`[data-${same}="${index + by}"]`, `[data-${other}="${index + by}"]`]);
  }

  return (
    <Card
      title="Suggested questions"
      description="Up to six, to be asked with one click. Choose what your documents answer well."
    >
      <div ref={list} className="grid gap-2">
        {questions.length > 0 && (
          <ol className="grid gap-2">
            {questions.map((question, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; the cursor is moved along by hand
              <li key={index} className="flex flex-wrap items-start justify-end gap-1">
                <Field label={`Question ${index + 1}`} hideLabel className="min-w-0 flex-1 max-sm:basis-full">
                  <TextInput
                    name="suggestedQuestions"
                    data-question={index}
                    value={question}
                    onChange={(text) => set(questions.map((other, at) => (at === index ? text : other)))}
                    placeholder={EXAMPLES[index % EXAMPLES.length]}
                    maxLength={LIMITS.question}
                    dir="auto"
                    autoComplete="off"
                  />
                </Field>
                <IconButton
                  icon={ArrowUp}
                  label={`Move question ${index + 1} up`}
                  data-up={index}
                  disabled={index === 0}
                  onClick={() => move(index, -1)}
                />
                <IconButton
                  icon={ArrowDown}
                  label={`Move question ${index + 1} down`}
                  data-down={index}
                  disabled={index === questions.length - 1}
                  onClick={() => move(index, 1)}
                />
                <IconButton icon={Trash2} label={`Remove question ${index + 1}`} danger onClick={() => remove(index)} />
              </li>
            ))}
          </ol>
        )}
        {form.errors.suggestedQuestions && (
          <p role="alert" className="flex gap-1.5 text-[0.8125rem] text-danger-fg">
            <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            {form.errors.suggestedQuestions}
          </p>
        )}
        <div>
          <Button size="small" data-add onClick={add} disabled={questions.length >= LIMITS.questions}>
            <Plus aria-hidden />
            Add a question
          </Button>
        </div>
        <p aria-live="polite" className="sr-only">
          {said}
        </p>
      </div>
    </Card>
  );
}
