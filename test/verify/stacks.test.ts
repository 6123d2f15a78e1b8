import { describeLimits } from '../infra/aws/limits.ts';

describeLimits(3);
