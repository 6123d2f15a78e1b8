import { Link, useLocation } from 'wouter';
import type { EntityKind } from '../../functions/events/entity.ts';
import { ENTITY_KIND_NAMES } from '../../functions/events/names.ts';
import { FormPage } from '../forms/form-page.tsx';
import { Card, Page } from '../kit/page.tsx';
import type { ScreenProps } from '../site.ts';
import { formOfKind } from './form.ts';

const isKind = (text: string | undefined): text is EntityKind => text !== undefined && text in ENTITY_KIND_NAMES;

/** Files an entity: first which kind, then its form. */
export default function NewFiling({ params: { kind } }: ScreenProps) {
  const [, navigate] = useLocation();
  if (!isKind(kind)) return <Kinds />;
  return (
    <FormPage
      key={kind}
      title={`新备案：${ENTITY_KIND_NAMES[kind]}`}
      deed="提交备案"
      form={formOfKind(kind)}
      pointer="/entity"
      draft={`filing-${kind}`}
      route="POST /v1/filings"
      request={(entity) => ({ body: { kind, entity } as never })}
      onDone={({ body: { id } }) => navigate(`/filing/filings/${id}`)}
    />
  );
}

const Kinds = () => (
  <Page title="新备案">
    <Card title="为谁备案？">
      <ul className="fields">
        {Object.entries(ENTITY_KIND_NAMES).map(([kind, name]) => (
          <li key={kind}>
            <Link href={`/filing/new/${kind}`} className="button">
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  </Page>
);
