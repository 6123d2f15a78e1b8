import { describeLimits } from '../infra/aws/limits.ts';

// Three times the routes need more path segments than API Gateway lets an API have before its quota is raised.
describeLimits(3, 600);
