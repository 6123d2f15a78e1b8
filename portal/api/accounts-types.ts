import type { z } from 'zod';
import type { Role } from '../../functions/shared/auth/caller.ts';

interface Entity {
  id: string;
  name: string;
  kind: string;
}
export interface MeTemp {
  sub: string;
  name?: string;
  acting?: {
    assignmentId?: string;
    role: Role;
    roleName: string;
    districtId: string;
    districtName: string;
    entityId?: string;
    entity?: Entity;
  };
  assignments: {
    id: string;
    role: Role;
    roleName: string;
    districtId: string;
    districtName: string;
    entity?: Entity;
  }[];
}
export type accountsApiTemp = {
  getMe: {
    method: 'GET';
    path: '/v1/me';
    summary: string;
    roles: readonly Role[];
    success: { status: 200; schema: z.ZodType<MeTemp, MeTemp> };
    problems: readonly [];
  };
};
