import { z } from 'zod';
import { everyDistrict } from '../../shared/deadline/every-district.ts';
import {
  type Custodian,
  type Custody,
  clearedWrite,
  clearingWrite,
  custodian,
  uploadGoneWrite,
} from '../../shared/documents/custody.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';

/**
 * Clears away the uploads that no record has cited in time, and those whose content lies with the evidence. The table
 * decides which: a file that is cited while this runs stays. Called again, it ends what broke off.
 */
export const build = (runtime: Runtime, custody: Custodian = custodian(runtime.table)) => {
  const clear = async (file: Custody): Promise<void> => {
    // Its upload is all there is of it until the evidence has it.
    if (file.state === 'CITED') return;
    if (file.state === 'UNCITED') await runtime.table.commit([clearingWrite(file)]);
    await custody.storage.discardUpload(file.key);
    await runtime.table.commit([file.state === 'KEPT' ? uploadGoneWrite(file) : clearedWrite(file)]);
  };

  const clearDistrict = async (districtId: string, at: string): Promise<void> => {
    for (const file of await custody.due(districtId, at)) {
      try {
        await clear(file);
      } catch (error) {
        if (!(error instanceof ConcurrencyConflict)) throw error;
      }
    }
  };

  return step('ClearUploads', z.unknown(), () => everyDistrict(runtime, clearDistrict));
};

export const handler = build(awsRuntime());
