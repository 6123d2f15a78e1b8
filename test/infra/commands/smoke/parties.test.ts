import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Submission } from '../../../../functions/filing/domain/submission.ts';
import { hasOrganisationCheckCharacter, isUscc } from '../../../../functions/filing/domain/uscc.ts';
import { isContainerNumber } from '../../../../functions/shared/kernel/container-number.ts';
import { containerOf, partiesOf } from '../../../../infra/commands/smoke/parties.ts';

const run = fc.integer({ min: 0, max: 9_999_999 }).map((number) => String(number).padStart(7, '0'));

interface Form {
  readonly unifiedSocialCreditCode?: string;
  readonly certificateNumber?: string;
  readonly stall?: { readonly number: string };
}

const entitiesOf = (name: string): Form[] => partiesOf(name).map(({ body }) => body['entity'] as Form);

describe('the parties of a smoke run', () => {
  it('have codes and a container whose check characters are right, whatever the run', () => {
    fc.assert(
      fc.property(run, (name) => {
        for (const { unifiedSocialCreditCode: code } of entitiesOf(name)) {
          if (code === undefined) continue;
          expect(isUscc(code)).toBe(true);
          expect(hasOrganisationCheckCharacter(code)).toBe(true);
        }
        expect(isContainerNumber(containerOf(name))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('are others in every run, and each another than its fellows', () => {
    fc.assert(
      fc.property(fc.uniqueArray(run, { minLength: 2, maxLength: 8 }), (names) => {
        const all = names.flatMap(entitiesOf).map((one) => one.unifiedSocialCreditCode ?? one.certificateNumber);
        expect(new Set(all).size).toBe(names.length * 5);
      }),
      { numRuns: 50 },
    );
  });

  it('fill in the forms of today', () => {
    for (const { body } of partiesOf('0000001')) {
      const related = JSON.parse(JSON.stringify(body).replace('relatedTradeOperatorKeys', 'relatedTradeOperatorIds'));
      related.entity.relatedTradeOperatorIds &&= ['entity-500999-01JDXKQ8Z3W5T7V9Y1A3C5E7G9'];
      expect(Submission.safeParse(related).error).toBeUndefined();
    }
  });
});
