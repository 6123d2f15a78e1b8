import { z } from 'zod';
import { contract } from '../shared/http/contract.ts';

export const systemApi = contract({
  health: {
    method: 'GET',
    path: '/health',
    summary: 'Whether the service answers, and its version',
    roles: [],
    success: { status: 200, schema: z.object({ status: z.literal('ok'), version: z.string() }) },
    problems: [],
  },
  openapi: {
    method: 'GET',
    path: '/openapi.json',
    summary: 'This document',
    roles: [],
    success: { status: 200, schema: z.record(z.string(), z.unknown()) },
    problems: [],
  },
});
